import { fifoLines } from '../hardware/engines/fifo.js';
import { PARAMETER_PORT, parameterPortLines, weightPortLines, weightPortName } from '../hardware/engines/loading.js';
import { shellLines } from '../hardware/engines/shell.js';
import { explained } from '../hardware/explain.js';
import type { Engine, FormulaLine } from '../hardware/pipeline.js';
import { fifoName } from './compute.js';
import type { Estimate, InfrastructureEstimate } from './estimate.js';

/** An engine, or a row of the infrastructure, with its formulas. */
export interface Explanation {
  readonly row: Pick<Engine, 'name' | 'kind' | 'cycles' | 'resources' | 'corrected'>;
  readonly lines: readonly FormulaLine[];
}

/**
 * What stands behind a name: the engines of a layer and the FIFOs into it; the ports of an input or output; or one row of
 * the infrastructure. Empty where there is nothing of that name.
 */
export function explainNamed(estimate: Estimate, name: string): readonly Explanation[] {
  const { network } = estimate.pipeline;
  const layer = network.layers.find((each) => each.name === name);
  const own = (layer && estimate.layers[layer.index]?.engines) ?? [];
  const rows = estimate.infrastructure.filter((row) => row.name === name || (layer && row.name.startsWith(`${name}.`)));
  return [
    ...own.map((engine) => ({ row: engine, lines: explained(engine) })),
    ...rows.map((row) => ({ row, lines: explainRow(estimate, row) })),
  ];
}

/** The formulas of a row of the infrastructure: a port, a converter at one, a FIFO, the shell. */
export function explainRow(
  { pipeline, device, infrastructure }: Estimate,
  { name, kind }: Pick<InfrastructureEstimate, 'name' | 'kind'>,
): readonly FormulaLine[] {
  const family = device?.family ?? 'xc7';
  if (kind === 'shell') return shellLines(family);
  if (name === PARAMETER_PORT) return parameterPortLines(shellIn(infrastructure) ? 'dma' : 'stream', family);
  if (pipeline.network.layers.some((layer) => weightPortName(layer.name) === name)) return weightPortLines(family);
  if (kind !== 'fifo') {
    const engine = pipeline.engines.find((each) => each.name === name);
    return engine ? explained(engine) : [];
  }
  const edge = pipeline.edges.find((each) => {
    const to = pipeline.engines[each.to];
    return to !== undefined && fifoName(to, each) === name;
  });
  if (!edge) return [];
  const { depth, stream } = edge;
  return fifoLines(`${depth} words of ${stream.bits} bits`, depth, stream.bits, family);
}

/** Whether frames come over memory ports: then there is a shell around them. */
function shellIn(rows: Estimate['infrastructure']): boolean {
  return rows.some(({ kind }) => kind === 'shell');
}
