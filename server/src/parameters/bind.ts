import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Location } from '../diagnostics/span.js';
import type { Layer, Network } from '../network/graph.js';
import { typeNames } from '../language/table.js';
import { typeByName, typeOfRange, type QuantisedType } from '../network/quantised-type.js';
import { inputRanges, layerBounds, type LayerBounds } from './bounds.js';
import { sortArrays, type LayerArrays } from './layer-arrays.js';
import type { LayerParameters, Range, WeightArray } from './layer-parameters.js';
import { isFault, type Fault, type NpyArray } from './npy.js';
import type { Npz } from './npz.js';
import { allowedText, holds, takesOf, type Takes } from './takes.js';
import { hasShape, indexIn, isInteger, type Report } from './report.js';
import { placeOf } from './place.js';
import { readThresholds } from './thresholds.js';

export interface BoundParameters {
  /** By layer index; undefined where the layer takes none, or where something is wrong with them. */
  readonly parameters: readonly (LayerParameters | undefined)[];
  /** By layer index; from the types where the parameters are wrong. */
  readonly bounds: readonly (LayerBounds | undefined)[];
  /** BNN7xx, at the `params` line or at the layer. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks what a `.npz` holds against the network and makes each layer's integers of it: weights, bias, and thresholds,
 * into which a float batch norm is folded exactly. Layers whose shapes are unknown are passed over in silence, for
 * something else is said of them. Thresholds outside the range of the sums are set to just outside of it.
 */
export function bindParameters(network: Network, npz: Npz | Fault): BoundParameters {
  const path = network.params?.path ?? '';
  const paramsLine: Location = { uri: network.uri, span: network.params?.span ?? network.statement.span };
  const diagnostics: Diagnostic[] = [];
  if (isFault(npz)) diagnostics.push(diagnose('BNN702', paramsLine, { path, detail: npz.fault }));
  const sorted = isFault(npz) ? undefined : sortArrays(network, npz);
  for (const { name, fault } of isFault(npz) ? [] : npz.unreadable) {
    diagnostics.push(diagnose('BNN703', paramsLine, { array: name, detail: fault }));
  }
  for (const stray of sorted?.strays ?? []) diagnostics.push(diagnose('BNN706', paramsLine, { ...stray, path }));

  const parameters: (LayerParameters | undefined)[] = [];
  const bounds: (LayerBounds | undefined)[] = [];
  for (const layer of network.layers) {
    const inputs = inputRanges(layer, bounds);
    const given = sorted?.byLayer.get(layer.index);
    const takes = takesOf(layer);
    const report: Report = { layer: layer.name, at: placeOf(network, layer, paramsLine), diagnostics };
    let bound: LayerParameters | undefined;
    if (sorted && takes && !given) {
      diagnostics.push(diagnose('BNN704', report.at, { layer: layer.name, path, wanted: wantedArrays(layer, takes) }));
    } else if (given && takes) {
      bound = bindLayer(layer, takes, given, bounds, report);
    } else if (given && layer.operation) {
      for (const field of given.keys()) {
        const reason = `${layer.kind} without activation takes no parameters`;
        diagnostics.push(diagnose('BNN707', report.at, { array: `${layer.name}.${field}`, reason }));
      }
    }
    parameters.push(bound);
    bounds.push(layerBounds(layer, bound, inputs));
  }
  return { parameters, bounds, diagnostics };
}

function wantedArrays(layer: Layer, takes: Takes): string[] {
  const fields = [...(takes.weights ? ['weights'] : []), ...(takes.activation ? ['thresholds'] : [])];
  return fields.map((field) => `${layer.name}.${field}`);
}

function bindLayer(
  layer: Layer,
  takes: Takes,
  given: LayerArrays,
  before: readonly (LayerBounds | undefined)[],
  report: Report,
): LayerParameters | undefined {
  const said = report.diagnostics.length;
  const weights = takes.weights && readWeights(takes.weights, given, report);
  const bias = readBias(takes, given, report);
  const bounds = layerBounds(layer, { weights, bias }, inputRanges(layer, before));
  if (bounds?.accumulator) checkWidth(bounds.accumulator, report);
  const thresholds = readThresholds(takes, given, bounds?.compared ?? { lo: 0, hi: 0 }, report);
  return report.diagnostics.length === said ? { weights, thresholds, bias, random: false } : undefined;
}

function readWeights(
  wanted: NonNullable<Takes['weights']>,
  given: LayerArrays,
  report: Report,
): WeightArray | undefined {
  const name = `${report.layer}.weights`;
  const array = given.get('weights');
  if (!array) {
    if (!given.has('weights'))
      report.diagnostics.push(diagnose('BNN705', report.at, { array: name, shapes: wanted.shapes }));
    return undefined;
  }
  if (!hasShape(name, array, wanted.shapes, report) || !isInteger(name, array, report)) return undefined;
  const { type } = wanted;
  const { count, first } = outside(type, array.data);
  if (count > 0) {
    const facts = { type: type.name, allowed: allowedText(type), count, value: array.data[first] ?? NaN };
    const fits = narrowestType(array.data)?.name;
    report.diagnostics.push(
      diagnose('BNN711', report.at, { array: name, ...facts, index: indexIn(array.shape, first), fits }),
    );
    return undefined;
  }
  if (type.lo >= -128 && type.hi <= 127)
    return array.data instanceof Int8Array ? array.data : new Int8Array(array.data);
  return type.hi <= 32767 ? new Int16Array(array.data) : new Int32Array(array.data);
}

/** How many whole numbers a type does not hold, and the first of them. */
function outside(type: QuantisedType, values: NpyArray['data']): { count: number; first: number } {
  let count = 0;
  let first = -1;
  // In pieces: of the millions that a network has, the engine compiles a function sooner than a loop that it is in.
  for (let from = 0; from < values.length; from += PIECE) {
    const end = Math.min(from + PIECE, values.length);
    if (holdsAll(type, values, from, end)) continue;
    for (let index = from; index < end; index++) {
      if (holds(type, values[index] ?? NaN)) continue;
      count += 1;
      if (first < 0) first = index;
    }
  }
  return { count, first };
}

const PIECE = 1024;

/** `holds` written out, for the whole numbers from one place to another. */
function holdsAll({ lo, hi, bipolar }: QuantisedType, values: NpyArray['data'], from: number, end: number): boolean {
  const hole = bipolar ? 0 : lo - 1;
  for (let index = from; index < end; index++) {
    const value = values[index] ?? hole;
    if (value < lo || value > hi || value === hole) return false;
  }
  return true;
}

/** The narrowest type of the language that holds all values. */
function narrowestType(values: NpyArray['data']): QuantisedType | undefined {
  const types = typeNames.flatMap((name) => typeByName(name) ?? []);
  return types.find((type) => values.findIndex((value) => !holds(type, value)) < 0);
}

function readBias({ channels, bias, activation }: Takes, given: LayerArrays, report: Report): Int32Array | undefined {
  const array = given.get('bias');
  const name = `${report.layer}.bias`;
  if (given.has('bias') && !bias) {
    const reason = activation
      ? `the layer has activation=${activation.type.name}; subtract the bias from its thresholds instead`
      : 'only dense, conv and dwconv with activation=none add a bias';
    report.diagnostics.push(diagnose('BNN707', report.at, { array: name, reason }));
    return undefined;
  }
  if (!array || !hasShape(name, array, [[channels]], report) || !isInteger(name, array, report)) return undefined;
  const wrong = array.data.findIndex((value) => value < -(2 ** 31) || value >= 2 ** 31);
  if (wrong >= 0) {
    const count = array.data.filter((value) => value < -(2 ** 31) || value >= 2 ** 31).length;
    const facts = { type: 'int32', allowed: '-2147483648 to 2147483647', count, value: array.data[wrong] ?? NaN };
    report.diagnostics.push(diagnose('BNN711', report.at, { array: name, ...facts, index: [wrong] }));
    return undefined;
  }
  return new Int32Array(array.data);
}

function checkWidth({ lo, hi }: Range, report: Report): void {
  const { bits } = typeOfRange(lo, hi);
  if (bits > 32) report.diagnostics.push(diagnose('BNN714', report.at, { layer: report.layer, lo, hi, bits }));
}
