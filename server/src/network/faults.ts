import type { FactsOf } from '../diagnostics/catalogue/index.js';
import type { TextCode } from '../diagnostics/catalogue/of-texts.js';
import { diagnose, type Diagnostic, type Related } from '../diagnostics/diagnostic.js';
import type { Span } from '../diagnostics/span.js';

/** Gathers diagnostics. One fault is one diagnostic, however often its statement is expanded: the first one's facts stay. */
export interface Faults {
  readonly found: Diagnostic[];
  readonly seen: Set<string>;
  /** How often something was reported, told before or not. */
  reports: number;
}

/** Where a fault is found: in a text, perhaps while a block of it is expanded for an instance. */
export interface Place {
  readonly faults: Faults;
  readonly uri: string;
  /** Instances and the import line that led here, outermost last; made only when there is a fault. */
  readonly led: () => readonly Related[];
}

export function noFaults(): Faults {
  return { found: [], seen: new Set(), reports: 0 };
}

export function report<C extends TextCode>(
  place: Place,
  code: C,
  span: Span,
  facts: FactsOf<C>,
  related: readonly Related[] = [],
): void {
  place.faults.reports++;
  const key = `${code} ${span.start} ${span.end} ${place.uri}`;
  if (place.faults.seen.has(key)) return;
  place.faults.seen.add(key);
  const made = diagnose(code, { uri: place.uri, span }, facts, [...related, ...place.led()]);
  place.faults.found.push(made as Diagnostic);
}
