import { RESOURCE_NAMES, type ResourceName } from '../../server/src/devices/primitives.js';
import type { Candidate } from './every-folding.js';
import type { Random } from './random-network.js';

/*
 * Random designs that are small enough to try every folding of: residual blocks, forks and concats, layers pinned whole or
 * in part, memory and multiplier styles, written FIFOs, loadable layers.
 */

/** Something that a layer reads. */
interface Map2 {
  readonly name: string;
  readonly side: number;
  readonly channels: number;
}

/** The text of a small network `N`. */
export function smallNetwork(random: Random): string {
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const chance = (share: number): boolean => random() < share;
  const weights = pick('bipolar', 'int2', 'int4', 'int8');
  const activation = pick('uint2', 'uint3', 'uint4');
  const inputType = pick('bipolar', 'uint2', 'int4', 'uint8');
  const lines: string[] = [];
  let count = 0;
  let map: Map2 = { name: 'x', side: pick(3, 4, 5), channels: pick(1, 2, 3, 4) };
  lines.push(`input x type=${inputType} shape=${map.side}x${map.side}x${map.channels}`);

  const add = (kind: string, from: readonly Map2[], rest: string, next: Partial<Map2>): Map2 => {
    const [first = map] = from;
    const name = `l${count++}`;
    const source = from.length > 1 ? `[${from.map((each) => each.name).join(', ')}]` : first.name;
    lines.push(`${kind} ${name} from=${source} ${rest}`);
    return { ...first, ...next, name };
  };
  const styles = (): string =>
    (chance(0.6) ? ` mem=${pick('auto', 'bram', 'lutram')}` : '') +
    (chance(0.5) ? ` impl=${pick('auto', 'lut', 'dsp')}` : '') +
    (chance(0.15) ? ' parameters=loadable' : '');
  const pins = (simd: boolean): string =>
    (chance(0.3) ? ` pe=${pick(1, 2, 3)}` : '') +
    (simd && chance(0.3) ? ` simd=${pick(1, 2, 3, 9)}` : '') +
    (chance(0.1) ? ` fifo=${pick(2, 16, 40)}` : '');
  const conv = (from: Map2, channels: number, kernel: number): Map2 => {
    const padded = kernel > 1 && !(from.name === 'x' && inputType === 'bipolar');
    const side = kernel > 1 && !padded ? from.side - kernel + 1 : from.side;
    const own = chance(0.15) ? ` weights=${pick('int3', 'int8')}` : '';
    const rest = `filters=${channels} kernel=${kernel}${padded ? ' pad=same' : ''}${own}${pins(true)}${styles()}`;
    return add('conv', [from], rest, { side, channels });
  };
  const steps = pick(1, 2, 2, 3);
  for (let step = 0; step < steps; step++) {
    const kind =
      map.name === 'x'
        ? 'conv'
        : pick('conv', 'pool', 'residual', 'residual', 'concat', 'threshold', 'depthwise', 'other');
    if (kind === 'conv') map = conv(map, pick(1, 2, 3, 4), map.side >= 3 ? pick(1, 2, 3) : 1);
    else if (kind === 'pool' && map.side >= 2)
      map = add('maxpool', [map], `size=2 stride=1${pins(false)}`, { side: map.side - 1 });
    else if (kind === 'residual') {
      const left = conv(map, map.channels, 1);
      const right = chance(0.5) ? conv(map, map.channels, 1) : map;
      map = add(
        'add',
        [left, right],
        `activation=${activation}${pins(false).replace(/ fifo=\d+/, chance(0.5) ? ' fifo=[8, 30]' : '')}`,
        {},
      );
    } else if (kind === 'concat') {
      const [left, right] = [conv(map, map.channels, 1), conv(map, pick(map.channels, 2), 1)];
      map = add('concat', [left, right], chance(0.3) ? 'pe=1' : '', { channels: left.channels + right.channels });
    } else if (kind === 'threshold')
      map = add('threshold', [map], `activation=${activation}${pins(false)}${chance(0.4) ? ' mem=lutram' : ''}`, {});
    else if (kind === 'depthwise' && map.side >= 2)
      map = add('dwconv', [map], `kernel=2${pins(true)}${styles()}`, { side: map.side - 1 });
    else map = add('upsample', [map], `scale=2${pins(false)}`, { side: map.side * 2 });
  }
  if (chance(0.35)) add('dense', [map], `units=${pick(2, 3)} activation=none${pins(true)}${styles()}`, {});
  return `network N {
  defaults weights=${weights} activation=${activation}
  ${lines.join('\n  ')}
}`;
}

const BUDGETS: Readonly<Record<ResourceName, string>> = {
  lut: 'lut',
  ff: 'ff',
  bram18: 'bram',
  uram: 'uram',
  dsp: 'dsp',
};

/** Goals, budgets and what to minimise, about what the foldings of a network reach: some just so, some not at all. */
export function goalsAbout(
  random: Random,
  all: readonly Candidate[],
  clockHz: number,
  latencyOf: ((candidate: Candidate) => number) | undefined,
): string {
  const pick = <T>(items: readonly [T, ...T[]]): T => items[Math.floor(random() * items.length)] ?? items[0];
  const some = (): Candidate =>
    all[Math.floor(random() * all.length)] ?? {
      folding: [],
      totals: { lut: 0, ff: 0, bram18: 0, uram: 0, dsp: 0 },
      intervalCycles: 1,
      converters: 0,
    };
  const words: string[] = [];
  if (random() < 0.7)
    words.push(`throughput=${Math.ceil((clockHz / some().intervalCycles) * pick([1, 1, 1, 0.7, 1.3, 4]))}FPS`);
  if (latencyOf && random() < 0.5) {
    const nanoseconds = (1e9 * latencyOf(some()) * pick([1, 1, 1.1, 0.95, 0.6])) / clockHz;
    words.push(`latency=${Math.ceil(nanoseconds)}ns`);
  }
  words.push(pick(['', '', 'minimize=bram', 'minimize=dsp', 'minimize=balanced', 'minimize=lut']));
  const budgets = RESOURCE_NAMES.flatMap((name) => {
    if (random() < 0.6) return [];
    const amount = some().totals[name] + pick([0, 0, 0, 1, 50, -1]);
    return [`${BUDGETS[name]}=${Math.max(0, amount)}`];
  });
  if (budgets.length > 0) words.push(`budget ${budgets.join(' ')}`);
  return words.join(' ');
}
