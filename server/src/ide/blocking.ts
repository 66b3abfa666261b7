import { catalogue } from '../diagnostics/catalogue/index.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Analysis } from '../workspace/analysis.js';

/** The first fault that leaves nothing to be generated, one of the text itself before one of what it imports; and how many there are. */
export function blockingFaults({
  diagnostics,
  foreign,
}: Pick<Analysis, 'diagnostics' | 'foreign'>): { readonly first: Diagnostic; readonly count: number } | undefined {
  const own = diagnostics.filter(isBlocking);
  const all = [...own.toSorted((a, b) => a.span.start - b.span.start), ...foreign.filter(isBlocking)];
  const [first] = all;
  return first && { first, count: all.length };
}

/** Whether a fault leaves no result to be made: syntax, names, shapes. Whatever `bnn.json` calls it changes nothing of that. */
export function isBlocking({ code }: { readonly code: string }): boolean {
  const own = Object.entries(catalogue).find(([each]) => each === code)?.[1];
  return own?.severity === 'error' && (/^BNN[123]/.test(code) || code === 'BNN999');
}
