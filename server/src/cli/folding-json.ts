import type { MemoryStyle, MultiplierStyle, Network } from '../network/graph.js';
import type { FoldingResult } from '../folding/folder.js';

/** How one layer is folded, as `--json` prints it: null where a kind has none, styles where they are not `auto`. */
export interface PrintedFolding {
  readonly pe: number | null;
  readonly simd: number | null;
  readonly mem?: MemoryStyle;
  readonly impl?: MultiplierStyle;
}

/** The folding of every layer that is hardware, by name. */
export function foldingJson(
  network: Network,
  { folding, estimate }: Pick<FoldingResult, 'folding' | 'estimate'>,
): Readonly<Record<string, PrintedFolding>> {
  return Object.fromEntries(
    network.layers.flatMap(({ name, index }) => {
      const how = folding[index];
      if (!how || !estimate.layers[index]) return [];
      const printed: PrintedFolding = {
        pe: how.pe ?? null,
        simd: how.simd ?? null,
        ...(how.mem === 'auto' ? {} : { mem: how.mem }),
        ...(how.impl === 'auto' ? {} : { impl: how.impl }),
      };
      return [[name, printed] as const];
    }),
  );
}
