import { portStream } from '../../hardware/engines/dma.js';
import type { Network } from '../../network/graph.js';
import { sourceLayer } from '../../network/source-layer.js';
import type { NetworkProblem } from './network-problem.js';
import type { Path } from './task.js';

/**
 * Words of a frame over all streams of a folding, no fewer than its pipeline has, as a sum over the nodes: what the engines
 * of each layer read and what it gives, the latter once more for each copy behind a fork.
 */
export function wordsOf(
  network: Network,
  { layers, choices, context }: Pick<NetworkProblem, 'layers' | 'choices' | 'context'>,
): { readonly terms: Path; readonly constant: number } {
  const readers = network.layers.map(() => 0);
  const read = (index: number): void => {
    const source = sourceLayer(network, index);
    readers[source] = (readers[source] ?? 0) + 1;
  };
  for (const index of layers) for (const input of network.layers[index]?.inputs ?? []) read(input);
  for (const output of network.outputs) read(output);
  const terms = layers.map((index, node) => {
    const { inputs = [] } = network.layers[index] ?? {};
    // Ports of bare streams hand on the words that their layers read and give.
    const bare = context.interface === 'stream';
    const copies = (readers[index] ?? 0) > 1 || bare ? (readers[index] ?? 0) : 0;
    const fed = inputs.map((input) => network.layers[sourceLayer(network, input)]?.operation?.kind === 'input');
    return Float64Array.from(choices[node] ?? [], ({ words, output, inputs: streams }) => {
      const again = bare ? streams.reduce((sum, stream, slot) => sum + (fed[slot] ? stream.words : 0), 0) : 0;
      return words + copies * output.words + again;
    });
  });
  let constant = 0;
  if (context.interface === 'dma') {
    for (const index of [...network.inputs, ...network.outputs]) {
      const tensor = network.layers[index]?.output;
      // A word of the port, and one for each copy of an input.
      if (tensor) constant += portStream(tensor, context.portBits).words * (1 + (readers[index] ?? 0));
    }
  }
  return { terms, constant };
}
