import type { DiagnosticCode, FactsOf } from './catalogue/index.js';
import { ofTexts, type TextCode } from './catalogue/of-texts.js';
import type { CatalogueEntry, Severity } from './entry.js';
import type { Location } from './span.js';

export interface Related extends Location {
  readonly message: string;
}

/** Something wrong, or worth knowing, at a place in a text. */
export type Diagnostic = { readonly [C in DiagnosticCode]: DiagnosticOf<C> }[DiagnosticCode];

export interface DiagnosticOf<C extends DiagnosticCode> extends Location {
  readonly code: C;
  readonly severity: Severity;
  readonly message: string;
  readonly facts: FactsOf<C>;
  readonly related: readonly Related[];
  readonly tags: readonly ('unnecessary' | 'deprecated')[];
}

/** Makes a diagnostic of a text from its code, place and facts; message, severity and tags come from the catalogue. */
export function diagnose<C extends TextCode>(
  code: C,
  at: Location,
  facts: FactsOf<C>,
  related: readonly Related[] = [],
): DiagnosticOf<C> {
  return diagnosticOf(code, ofTexts[code] as unknown as CatalogueEntry<FactsOf<C>>, at, facts, related);
}

/** The same from an entry of the catalogue. */
export function diagnosticOf<C extends DiagnosticCode>(
  code: C,
  { severity, message, tags = [] }: CatalogueEntry<FactsOf<C>>,
  { uri, span }: Location,
  facts: FactsOf<C>,
  related: readonly Related[],
): DiagnosticOf<C> {
  return { code, uri, span, severity, message: printable(message(facts)), facts, related, tags };
}

/**
 * Of several diagnostics the first of each fault: several rules, texts or targets may find one. Faults are told apart by code
 * and place, and by the resource where a place lacks more than one.
 */
export function onePerFault(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, uri, span, facts }) => {
    const key = `${code} ${span.start} ${span.end} ${'resource' in facts ? facts.resource : ''} ${uri}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What would change the terminal, the line or the direction of writing, were it printed as it stands. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** A message quotes the text, which may hold anything: controls are written as `\\u{1b}`. */
function printable(message: string): string {
  if (!UNPRINTABLE.test(message)) return message;
  return message.replace(
    new RegExp(UNPRINTABLE, 'gu'),
    (control) => `\\u{${(control.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
