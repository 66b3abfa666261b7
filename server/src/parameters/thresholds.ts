import { diagnose } from '../diagnostics/diagnostic.js';
import { levels } from '../network/quantised-type.js';
import { foldBatchNorm, type BatchNorm } from './batch-norm.js';
import type { Field, LayerArrays } from './layer-arrays.js';
import type { Range, Thresholds } from './layer-parameters.js';
import type { NpyArray } from './npy.js';
import { hasShape, isInteger, type Report } from './report.js';
import type { Takes } from './takes.js';

/**
 * The thresholds of a layer, as given or folded from its batch norm; undefined where it has no activation, or where
 * something is wrong, which is then said. Those that no sum of `sums` can tell apart from the edge are set to the edge.
 */
export function readThresholds(takes: Takes, given: LayerArrays, sums: Range, report: Report): Thresholds | undefined {
  const { activation } = takes;
  const norms = [...NORM_FIELDS, ...OPTIONAL_FIELDS].filter((field) => given.has(field));
  const refuse = (field: Field, reason: string): void => {
    report.diagnostics.push(diagnose('BNN707', report.at, { array: `${report.layer}.${field}`, reason }));
  };
  const explicit = (['thresholds', 'falling'] as const).filter((field) => given.has(field));
  if (!takes.weights && given.has('weights')) refuse('weights', 'this kind of layer does not multiply');
  if (!activation) {
    for (const field of [...explicit, ...norms]) refuse(field, 'the layer has activation=none');
    return undefined;
  }
  if (given.has('thresholds')) {
    for (const field of norms) refuse(field, 'the layer has thresholds already; keep one of them');
    const array = given.get('thresholds');
    return array && norms.length === 0 ? explicitThresholds(takes, activation, array, given, sums, report) : undefined;
  }
  if (norms.length === 0) {
    const shapes = [[takes.channels, activation.steps]];
    const instead = `${report.layer}.bn_gamma, .bn_beta, .bn_mean and .bn_var`;
    report.diagnostics.push(diagnose('BNN705', report.at, { array: `${report.layer}.thresholds`, shapes, instead }));
    return undefined;
  }
  if (given.has('falling')) {
    refuse('falling', 'the sign of bn_gamma says which channels fall');
    return undefined;
  }
  return foldedThresholds(takes.channels, activation, given, sums, report);
}

const NORM_FIELDS = ['bn_gamma', 'bn_beta', 'bn_mean', 'bn_var'] as const;
const OPTIONAL_FIELDS = ['bn_eps', 'scale', 'act_scale'] as const;

type Activation = NonNullable<Takes['activation']>;

function explicitThresholds(
  { channels }: Takes,
  { type, steps }: Activation,
  array: NpyArray,
  given: LayerArrays,
  sums: Range,
  report: Report,
): Thresholds | undefined {
  const name = `${report.layer}.thresholds`;
  const [rows = 0, found = 0] = array.shape;
  if (array.shape.length === 2 && (rows === channels || rows === 1) && found !== steps) {
    const facts = { array: name, type: type.name, levels: levels(type), expected: steps, found };
    report.diagnostics.push(diagnose('BNN709', report.at, facts));
    return undefined;
  }
  const shapes = channels === 1 ? [[1, steps]] : [[channels, steps], [1, steps]]; // prettier-ignore
  if (!hasShape(name, array, shapes, report) || !isInteger(name, array, report)) return undefined;
  const falling = readFalling(channels, given.get('falling'), report);
  const values = new Float64Array(array.data);
  for (let index = 0; index < values.length; index++) {
    const before = values[index - 1] ?? 0;
    const after = values[index] ?? 0;
    if (index % steps === 0 || after >= before) continue;
    const facts = { array: name, row: Math.floor(index / steps), step: index % steps, before, after };
    report.diagnostics.push(diagnose('BNN712', report.at, facts));
    return undefined;
  }
  // Rows that rising and falling channels share are clamped to what both leave untouched.
  const shared = rows === 1 && channels > 1;
  for (let index = 0; index < values.length; index++) {
    const falls = falling?.[Math.floor(index / steps)] === 1;
    const lo = falls || (shared && falling) ? sums.lo - 1 : sums.lo;
    const hi = falls && !shared ? sums.hi : sums.hi + 1;
    values[index] = Math.min(Math.max(values[index] ?? 0, lo), hi);
  }
  return { values, steps, rows, falling };
}

function readFalling(channels: number, array: NpyArray | undefined, report: Report): Uint8Array | undefined {
  if (!array) return undefined;
  const name = `${report.layer}.falling`;
  if (!hasShape(name, array, [[channels]], report)) return undefined;
  if (array.dtype.startsWith('float') || array.data.some((value) => value !== 0 && value !== 1)) {
    const found = array.dtype.startsWith('float') ? array.dtype : `${array.dtype} with other values than 0 and 1`;
    report.diagnostics.push(diagnose('BNN710', report.at, { array: name, expected: 'a bool array', found }));
    return undefined;
  }
  return array.data.some((value) => value === 1) ? new Uint8Array(array.data) : undefined;
}

function foldedThresholds(
  channels: number,
  { type, steps }: Activation,
  given: LayerArrays,
  sums: Range,
  report: Report,
): Thresholds | undefined {
  const said = report.diagnostics.length;
  const perChannel = (field: Field): Column => readColumn(field, undefined, channels, given, report);
  const optional = (field: Field, otherwise: number): Column => readColumn(field, otherwise, channels, given, report);
  const [gamma, beta, mean, variance] = [
    perChannel('bn_gamma'),
    perChannel('bn_beta'),
    perChannel('bn_mean'),
    perChannel('bn_var'),
  ];
  const [epsilon, scale, actScale] = [optional('bn_eps', 1e-5), optional('scale', 1), optional('act_scale', 1)];
  if (report.diagnostics.length > said) return undefined;
  const values = new Float64Array(channels * steps);
  const falling = new Uint8Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const norm: BatchNorm = {
      gamma: gamma(channel),
      beta: beta(channel),
      mean: mean(channel),
      variance: variance(channel),
      epsilon: epsilon(channel),
      scale: scale(channel),
      actScale: actScale(channel),
    };
    const wrong = unusable(norm);
    const folded = wrong ? undefined : foldBatchNorm(norm, type, sums);
    if (!folded) {
      const [field, value, expected] = wrong ?? [
        'bn_gamma',
        norm.gamma,
        'values whose batch norm is a number for every sum',
      ];
      const facts = { array: `${report.layer}.${field}`, channel, value, expected };
      report.diagnostics.push(diagnose('BNN713', report.at, facts));
      return undefined;
    }
    values.set(folded.thresholds, channel * steps);
    falling[channel] = folded.falling ? 1 : 0;
  }
  return { values, steps, rows: channels, falling: falling.includes(1) ? falling : undefined };
}

/** One value a channel, from an array of `[channels]`, of one element, or none at all. */
type Column = (channel: number) => number;

function readColumn(
  field: Field,
  otherwise: number | undefined,
  channels: number,
  given: LayerArrays,
  report: Report,
): Column {
  const name = `${report.layer}.${field}`;
  const array = given.get(field);
  if (!array) {
    if (otherwise === undefined && !given.has(field)) {
      report.diagnostics.push(diagnose('BNN705', report.at, { array: name, shapes: [[channels]] }));
    }
    return () => otherwise ?? 0;
  }
  if (array.dtype === 'bool') {
    report.diagnostics.push(
      diagnose('BNN710', report.at, { array: name, expected: 'a float array', found: array.dtype }),
    );
    return () => 0;
  }
  const single = otherwise !== undefined && array.data.length === 1 && array.shape.length <= 1;
  if (!single && !hasShape(name, array, otherwise === undefined ? [[channels]] : [[channels], []], report))
    return () => 0;
  return (channel) => array.data[single ? 0 : channel] ?? 0;
}

function unusable(norm: BatchNorm): readonly [field: Field, value: number, expected: string] | undefined {
  const { gamma, beta, mean, variance, epsilon, scale, actScale } = norm;
  const all = [
    ['bn_gamma', gamma],
    ['bn_beta', beta],
    ['bn_mean', mean],
    ['bn_var', variance],
    ['bn_eps', epsilon],
    ['scale', scale],
    ['act_scale', actScale],
  ] as const;
  for (const [field, value] of all) if (!Number.isFinite(value)) return [field, value, 'a finite number'];
  if (variance > 0 && !(variance + epsilon > 0))
    return ['bn_eps', epsilon, `a number that is above 0 when bn_var=${variance} is added`];
  if (!(variance + epsilon > 0))
    return ['bn_var', variance, `a variance that is above 0 when bn_eps=${epsilon} is added`];
  if (!(actScale > 0)) return ['act_scale', actScale, 'a scale above 0'];
  return undefined;
}
