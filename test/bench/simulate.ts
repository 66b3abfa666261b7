// What scripts/bench/simulate.bench.mjs times: one simulation, and the search for FIFO depths, of an example.
import { findDevice } from '../../server/src/devices/find.js';
import { DEFAULT_CLOCK_HZ } from '../../server/src/estimate/compute.js';
import { fitDepths } from '../../server/src/estimate/simulate/depths.js';
import { simulate } from '../../server/src/estimate/simulate/simulate.js';
import { greedyFolder } from '../../server/src/folding/greedy.js';
import { parse } from '../../server/src/language/parser.js';
import { resolve } from '../../server/src/network/resolve.js';

export interface Timed {
  readonly words: number;
  /** The first one, engines' schedules included. */
  readonly firstMs: number;
  readonly simulateMs: number;
  readonly fitMs: number;
  readonly exact: boolean;
  readonly latencyCycles: number;
}

export function timeSimulation(text: string): Timed {
  const uri = 'file:///bench.bnn';
  const parsed = parse(text, uri);
  const program = resolve(uri, () => parsed.file);
  const [network] = program.networks;
  const [target] = program.targets;
  if (!network) throw new Error('the example has no network');
  const clockHz = target?.clockHz?.value ?? DEFAULT_CLOCK_HZ;
  const device = target?.device && findDevice(target.device.value);
  const { pipeline } = greedyFolder({ network, target, device, clockHz }).estimate;
  const timed = <T>(work: () => T): readonly [number, T] => {
    const start = performance.now();
    const result = work();
    return [performance.now() - start, result];
  };
  const [firstMs] = timed(() => simulate(pipeline));
  const [simulateMs, { exact }] = timed(() => simulate(pipeline));
  const [fitMs, { simulation }] = timed(() => fitDepths(pipeline));
  const words = pipeline.edges.reduce((sum, { stream }) => sum + stream.words, 0);
  return { words, firstMs, simulateMs, fitMs, exact, latencyCycles: simulation.latencyCycles };
}
