import type { DiagnosticCode, FactsOf } from '../../diagnostics/catalogue/index.js';
import type { tools } from '../../diagnostics/catalogue/tools.js';

export type ToolCode = keyof typeof tools & DiagnosticCode;

/** A diagnostic that has no place yet: whoever knows the layers puts it on a line with `diagnose`. */
export type ToolFault = { readonly [C in ToolCode]: { readonly code: C; readonly facts: FactsOf<C> } }[ToolCode];

/** What the explanation of a message may use besides the message. */
export interface FaultContext {
  readonly step: string | undefined;
  readonly wnsNs: number | undefined;
  readonly periodNs: number | undefined;
  /** The most that HLS had to hold, where it says so: a design that is unrolled too far has millions. */
  readonly instructions?: number;
  /** Year of the tool's release, where the log begins with it. */
  readonly toolYear?: number;
}
