import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { wishesOf } from '../network/wishes.js';
import type { CheckedDesign } from './designs.js';

/** Words that a FIFO needs to keep a stream running; the tools refuse fewer. */
const LEAST_DEPTH = 2;

/** BNN408: a FIFO that is too shallow for any stream. */
export function checkFifos({ network, target }: CheckedDesign): readonly Diagnostic[] {
  const wishes = wishesOf(network, target);
  return network.layers.flatMap((layer): Diagnostic[] => {
    const fifo = wishes[layer.index]?.fifo;
    const shallow = fifo?.value.find((depth) => depth !== undefined && depth < LEAST_DEPTH);
    if (!fifo || shallow === undefined) return [];
    return [diagnose('BNN408', fifo.at, { layer: layer.name, depth: shallow, least: LEAST_DEPTH })];
  });
}
