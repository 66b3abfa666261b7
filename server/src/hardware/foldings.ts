import type { OperationOf } from '../network/graph.js';
import { dwconvPe, dwconvSimd } from './engines/dwmvtu.js';
import { lanesFor } from './engines/lanes.js';
import { convPe, convSimd, densePe, denseSimd } from './engines/mvtu.js';
import type { FoldingChoice } from './pipeline.js';
import type { ReadyLayer } from './ready.js';

/** The legal foldings of one layer. What a kind does not have is an empty list. */
export interface LegalFoldings {
  /** Every legal pe, ascending. */
  readonly pe: readonly number[];
  /** Every simd that is legal with this pe, ascending; empty where the kind has none. */
  readonly simd: (pe: number) => readonly number[];
}

/** What a wished folding becomes, and the legal values on either side of the wish. */
export interface NearestFolding extends FoldingChoice {
  /** The legal pe below or at the wish, and the next above; undefined where there is none or nothing was wished. */
  readonly peBelow: number | undefined;
  readonly peAbove: number | undefined;
  readonly simdBelow: number | undefined;
  readonly simdAbove: number | undefined;
}

/** Every legal pe and simd of a layer, by its engines' own rules. */
export function legalFoldings({ operation, inputTensors }: ReadyLayer): LegalFoldings {
  const [input] = inputTensors;
  switch (operation.kind) {
    case 'input':
    case 'output':
      return { pe: [], simd: () => [] };
    case 'dense': {
      const simd = denseSimd(operation);
      return { pe: densePe(operation), simd: () => simd };
    }
    case 'conv': {
      const simd = input ? convSimd(operation, input.shape) : [];
      return { pe: convPe(operation), simd: () => simd };
    }
    case 'dwconv':
      return depthwise(operation, input);
    default:
      return { pe: lanesFor(inputTensors), simd: () => [] };
  }
}

/** Every legal pair, pe ascending, then simd. */
export function foldingChoices(layer: ReadyLayer): readonly FoldingChoice[] {
  const legal = legalFoldings(layer);
  return legal.pe.flatMap((pe): FoldingChoice[] => {
    const simd = legal.simd(pe);
    return simd.length > 0 ? simd.map((each) => ({ pe, simd: each })) : [{ pe, simd: undefined }];
  });
}

/**
 * The legal folding at or below a wish; what was not wished is the least that goes with the rest. A depthwise layer
 * whose `simd` alone is wished gets the pe that its simd needs. Any numbers are taken, a wish below 1 becomes 1.
 */
export function nearestLegal(
  legal: LegalFoldings,
  wishedPe: number | undefined,
  wishedSimd: number | undefined,
): NearestFolding {
  const all = legal.pe;
  const [least] = all;
  if (least === undefined) return NO_FOLDING;
  const pe = wishedPe === undefined ? peFor(legal, wishedSimd, least) : (below(all, wishedPe) ?? least);
  const simds = legal.simd(pe);
  const [leastSimd] = simds;
  const simd = wishedSimd === undefined ? leastSimd : (below(simds, wishedSimd) ?? leastSimd);
  return {
    pe,
    simd,
    peBelow: wishedPe === undefined ? undefined : below(all, wishedPe),
    peAbove: wishedPe === undefined ? undefined : above(all, wishedPe),
    simdBelow: wishedSimd === undefined ? undefined : below(simds, wishedSimd),
    simdAbove: wishedSimd === undefined ? undefined : above(simds, wishedSimd),
  };
}

const NO_FOLDING: NearestFolding = {
  pe: undefined,
  simd: undefined,
  peBelow: undefined,
  peAbove: undefined,
  simdBelow: undefined,
  simdAbove: undefined,
};

function depthwise(
  operation: OperationOf<'dwconv'>,
  input: ReadyLayer['inputTensors'][number] | undefined,
): LegalFoldings {
  if (!input) return { pe: [], simd: () => [] };
  const { channels } = input.shape;
  const some = dwconvSimd(operation, input.shape, 0);
  const all = dwconvSimd(operation, input.shape, channels);
  return { pe: dwconvPe(input.shape), simd: (pe) => (pe === channels ? all : some) };
}

/** The least pe that takes a wished simd, or the nearest legal one below it; else the least of all. */
function peFor(legal: LegalFoldings, wishedSimd: number | undefined, least: number): number {
  if (wishedSimd === undefined || legal.simd(least).includes(wishedSimd)) return least;
  let found = least;
  let nearest = below(legal.simd(least), wishedSimd) ?? 0;
  for (const pe of legal.pe) {
    const simd = below(legal.simd(pe), wishedSimd) ?? 0;
    if (simd > nearest) [nearest, found] = [simd, pe];
  }
  return found;
}

function below(values: readonly number[], wish: number): number | undefined {
  let found: number | undefined;
  for (const value of values) if (value <= wish) found = value;
  return found;
}

function above(values: readonly number[], wish: number): number | undefined {
  return values.find((value) => value > wish);
}
