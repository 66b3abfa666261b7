import type { FactsOf } from '../diagnostics/catalogue/index.js';
import type { TextCode } from '../diagnostics/catalogue/of-texts.js';
import { diagnose, type Diagnostic, type Related } from '../diagnostics/diagnostic.js';
import type { Location, Span } from '../diagnostics/span.js';

/** How many faults are told of what one file says; one more says how many are not. */
const FAULT_LIMIT = 1000;

/** Gathers diagnostics. One fault is one diagnostic, however often its statement is expanded: the first one's facts stay. */
export interface Faults {
  readonly found: Diagnostic[];
  readonly seen: Set<string>;
  /** How often something was reported, told before or not. */
  reports: number;
  /** Those beyond the limit: how many, and the last one's place. */
  hidden: { readonly count: number; readonly at: Location } | undefined;
}

/** Where a fault is found: in a text, perhaps while a block of it is expanded for an instance. */
export interface Place {
  readonly faults: Faults;
  readonly uri: string;
  /** Instances and the import line that led here, outermost last; made only when there is a fault. */
  readonly led: () => readonly Related[];
}

export function noFaults(): Faults {
  return { found: [], seen: new Set(), reports: 0, hidden: undefined };
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
  const { faults } = place;
  if (faults.found.length >= FAULT_LIMIT) {
    faults.hidden = { count: (faults.hidden?.count ?? 0) + 1, at: { uri: place.uri, span } };
    return;
  }
  const made = diagnose(code, { uri: place.uri, span }, facts, [...related, ...place.led()]);
  place.faults.found.push(made as Diagnostic);
}

/** Everything that was found, and how much more there is. */
export function allFound({ found, hidden }: Faults): readonly Diagnostic[] {
  if (!hidden) return found;
  const facts = { what: 'faults', shown: FAULT_LIMIT, hidden: hidden.count } as const;
  return [...found, diagnose('BNN105', hidden.at, facts)];
}
