export type Severity = 'error' | 'warning' | 'info' | 'hint';

/**
 * One kind of diagnostic. `F` is what a rule found out: plain numbers and words, from which the message, the quick
 * fixes and the tests are made. A message is one line; it says what is wrong, with the numbers, and what would be right.
 */
export interface CatalogueEntry<F> {
  readonly severity: Severity;
  /** A few words, for the heading of its page. */
  readonly title: string;
  readonly message: (facts: F) => string;
  /** Markdown for its page: what it means, why it matters, what to do. Starts with a whole sentence. */
  readonly docs: string;
  /** A small text that raises it, for the page and for the test that every code is raised. */
  readonly example?: string;
  readonly tags?: readonly ('unnecessary' | 'deprecated')[];
}

/** Declares an entry and keeps the type of its facts. */
export function entry<F>(value: CatalogueEntry<F>): CatalogueEntry<F> {
  return value;
}
