import fs from 'node:fs';
import { greedyFolder } from '../../server/src/folding/greedy.js';
import { totalBand } from '../../server/src/estimate/estimate.js';
import { createAnalyser } from '../../server/src/workspace/analyse.js';
import { NO_PROJECT } from '../../server/src/workspace/snapshot.js';
import type { MvtuCoefficients } from '../../server/src/hardware/cost-model.js';
import type { Design } from '../../server/src/workspace/analysis.js';
import { KNOWN_DESIGNS, type KnownDesign, type Quantity } from './known-designs.js';

/** How sure a measured figure is: A read in the primary file, B secondary or inferred, C quoted from memory. */
export type Confidence = 'A' | 'B' | 'C';

/** One design of test/data/measured.json. */
export interface MeasuredPoint {
  readonly id: string;
  readonly design: string;
  readonly kind: string;
  readonly confidence: Confidence;
  readonly measured: Readonly<Record<string, unknown>>;
}

/** A measured range of one quantity beside the estimate of it. */
export interface Comparison {
  readonly quantity: Quantity;
  readonly low: number;
  readonly high: number;
  readonly estimate: number;
  /** Estimate over the nearest measured figure; 1 inside of a range. */
  readonly ratio: number;
}

export interface DesignRow {
  readonly known: KnownDesign;
  readonly confidence: Confidence;
  readonly kinds: readonly string[];
  readonly comparisons: readonly Comparison[];
  readonly band: { readonly low: number; readonly high: number };
  readonly design: Design;
}

/** The estimate of a target of a file. `root` is the repository. */
export function designOf(root: string, file: string, target: string): Design {
  const uri = `file:///${file}`;
  const text = fs.readFileSync(`${root}/${file}`, 'utf8');
  const analysis = createAnalyser(greedyFolder).analyse(
    {
      source: (wanted) => (wanted === uri ? { text, version: 1 } : 'missing'),
      project: () => NO_PROJECT,
      picked: () => undefined,
    },
    uri,
  );
  const design = analysis.designs.find((one) => one.target?.name === target);
  if (!design) throw new Error(`${file}: no target ${target}`);
  return design;
}

export function readPoints(root: string): readonly MeasuredPoint[] {
  const { points } = JSON.parse(fs.readFileSync(`${root}/test/data/measured.json`, 'utf8')) as {
    points: readonly MeasuredPoint[];
  };
  return points;
}

/** LUTs or FFs of a design whose weights arrive as streams from memories beside its units, as FINN builds them. */
export function streamedCost({ estimate, network }: Design, each: MvtuCoefficients): number {
  const bits = estimate.layers.flatMap((layer) => {
    const operation = layer && network.layers[layer.layer]?.operation;
    const unit = layer?.engines.find(({ kind }) => kind === 'mvtu');
    if (!operation || !('weights' in operation) || !unit) return [];
    return (unit.inputs[0]?.lanes ?? 0) * (unit.outputs[0]?.lanes ?? 0) * operation.weights.bits;
  });
  return (each.weightPortBit + each.streamedBit) * bits.reduce((sum, one) => sum + one, 0);
}

/** Every known design with what was measured of it. */
export function designRows(root: string): readonly DesignRow[] {
  const points = readPoints(root);
  return KNOWN_DESIGNS.map((known) => {
    const own = known.points.map((id) => {
      const found = points.find((point) => point.id === id);
      if (!found) throw new Error(`no measured point ${id}`);
      return found;
    });
    const design = designOf(root, known.file, known.target);
    const comparisons = QUANTITIES.filter((quantity) => known.only?.includes(quantity) ?? true).flatMap((quantity) =>
      compare(quantity, own, design, known.shell ?? true),
    );
    const confidence = own.map((point) => point.confidence).sort()[0] ?? 'C';
    const kinds = [...new Set(own.map(({ kind }) => kind))];
    const { layers, infrastructure } = design.estimate;
    const counted = infrastructure.filter(({ kind }) => (known.shell ?? true) || kind !== 'shell');
    return { known, confidence, kinds, comparisons, band: totalBand({ layers, infrastructure: counted }), design };
  });
}

const QUANTITIES: readonly Quantity[] = ['fps', 'latencyUs', 'lut', 'ff', 'bram18', 'dsp'];

function compare(
  quantity: Quantity,
  points: readonly MeasuredPoint[],
  design: Design,
  shell: boolean,
): readonly Comparison[] {
  const measured = points.flatMap(({ measured: values }) => measuredOf(quantity, values));
  if (measured.length === 0) return [];
  const low = Math.min(...measured);
  const high = Math.max(...measured);
  const without = shell ? undefined : design.estimate.infrastructure.find(({ kind }) => kind === 'shell');
  const ofShell = quantity === 'lut' || quantity === 'ff' ? (without?.resources[quantity] ?? 0) : 0;
  const estimate = estimateOf(quantity, design) - ofShell;
  const nearest = Math.min(high, Math.max(low, estimate));
  return [{ quantity, low, high, estimate, ratio: nearest === 0 ? 1 : estimate / nearest }];
}

/** A measured quantity in our units: a RAMB36 or a tile is two halves. */
function measuredOf(quantity: Quantity, values: MeasuredPoint['measured']): readonly number[] {
  const number = (key: string): number | undefined => {
    const value = values[key];
    return typeof value === 'number' ? value : undefined;
  };
  const times = (value: number | undefined, by: number): number | undefined => value && by * value;
  const twice = (value: number | undefined): number | undefined => times(value, 2);
  // An RTL simulation tells the cycles of all frames and of the first: at 100 MHz.
  const [cycles, latency, frames] = [number('cycles'), number('latency_cycles'), number('N')];
  const simulated = cycles && latency && frames && (100e6 * (frames - 1)) / (cycles - latency);
  const found = {
    fps: [number('fps'), times(number('kFPS'), 1000), simulated],
    latencyUs: [number('latency_us')],
    lut: [number('LUT')],
    ff: [number('FF')],
    bram18: [number('BRAM18'), twice(number('BRAM36')), twice(number('BRAM_tile'))],
    dsp: [number('DSP')],
  }[quantity];
  return found.flatMap((value) => value ?? []);
}

function estimateOf(quantity: Quantity, { estimate, clockHz }: Design): number {
  switch (quantity) {
    case 'fps':
      return estimate.fps;
    // The paper's latency is the sum of the engines' cycles, ports not counted.
    case 'latencyUs':
      return (1e6 * estimate.criticalPathCycles) / clockHz;
    default:
      return estimate.totals[quantity];
  }
}
