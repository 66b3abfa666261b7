import type { Diagnostic } from '../diagnostics/diagnostic.js';

/** Codes that cannot be silenced: they say that a comment silences nothing, or that the tool failed. */
const NEVER_SILENCED: ReadonlySet<string> = new Set(['BNN901', 'BNN902', 'BNN999']);

/** Whether a comment that silences it is offered. Not for errors of syntax and names: silence would not make them work. */
export function isWorthSilencing({ code, severity }: Pick<Diagnostic, 'code' | 'severity'>): boolean {
  return !NEVER_SILENCED.has(code) && !(severity === 'error' && /^BNN[123]/.test(code));
}
