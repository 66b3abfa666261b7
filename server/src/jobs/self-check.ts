import type { Diagnostic } from '../diagnostics/diagnostic.js';

/** The first value that differs, in the order of images, layers, elements (H, W, C). */
export interface Difference {
  readonly image: number;
  readonly layer: string;
  readonly element: number;
  readonly channel: number;
  readonly expected: number;
  readonly found: number;
}

/** Whether two ways to compute a network agree on seeded images. */
export type SelfCheckOutput =
  | { readonly images: number; readonly difference: Difference | undefined; readonly random: boolean }
  | { readonly faults: readonly Diagnostic[] }
  | { readonly refused: string };
