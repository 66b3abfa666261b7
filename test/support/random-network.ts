import type { Network } from '../../server/src/network/graph.js';
import type { LayerParameters, Thresholds } from '../../server/src/parameters/layer-parameters.js';
import type { NumberArray } from '../../server/src/parameters/npy.js';
import { randomParameters } from '../../server/src/parameters/random.js';

/** Numbers in [0, 1). */
export type Random = () => number;

/** Mulberry32: the same seed gives the same numbers. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Map2 {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** The word of its type, or undefined where sums are carried. */
  readonly type: string | undefined;
}

/**
 * The text of a small random network over every kind, type, stride, pad, dilation and group, of about `size` layers. Most
 * are valid; a sum beyond 32 bits, or a border that a carried range does not hold, is left to the resolver to refuse.
 */
export function randomNetworkText(random: Random, size = 6): string {
  const whole = (lo: number, hi: number): number => lo + Math.floor(random() * (hi - lo + 1));
  const pick = <T>(items: readonly [T, ...T[]]): T => items[Math.floor(random() * items.length)] ?? items[0];
  const chance = (share: number): boolean => random() < share;
  const rank = pick([0, 1, 2, 2, 2]);
  const valueType = (): string =>
    pick(['bipolar', 'bipolar', 'binary', 'ternary', 'int2', 'int4', 'int8', 'uint2', 'uint3', 'uint8']);
  const inputType = (): string => (chance(0.1) ? pick(['int16', 'uint16', 'uint12']) : valueType());
  const weightType = (): string =>
    pick(['bipolar', 'bipolar', 'bipolar', 'binary', 'ternary', 'int2', 'int4', 'int8', 'uint4', 'int12']);
  const activation = (): string => (chance(0.2) ? 'none' : valueType());
  const lines: string[] = [];
  let count = 0;
  const name = (kind: string): string => `${kind}${count++}`;
  const typeOf = (word: string): string | undefined => (word === 'none' ? undefined : word);

  const add = (line: string, map: Map2): Map2 => {
    lines.push(`  ${line}`);
    return map;
  };
  const padValue = (from: Map2, padded: boolean): string => {
    if (!padded) return '';
    if (from.type === 'bipolar') return ` pad_value=${pick([-1, 1])}`;
    if (from.type === undefined || from.type.startsWith('u') || from.type === 'binary')
      return chance(0.5) ? ' pad_value=1' : '';
    return chance(0.5) ? ` pad_value=${pick([-1, 1])}` : '';
  };
  const window = (
    from: Map2,
    word: string,
    dilates: boolean,
  ): { text: string; height: number; width: number; padded: boolean } => {
    const axis = (extent: number): { k: number; s: number; d: number; p: [number, number]; out: number } => {
      const d = dilates && chance(0.25) ? 2 : 1;
      const k = whole(1, Math.max(1, Math.min(3, Math.floor((extent - 1) / d) + 1)));
      const s = whole(1, 2);
      const p: [number, number] = chance(0.4) ? [whole(0, k - 1), whole(0, k - 1)] : [0, 0];
      return { k, s, d, p, out: Math.floor((extent + p[0] + p[1] - d * (k - 1) - 1) / s) + 1 };
    };
    const x = axis(from.width);
    if (from.height === 1 && rank === 1) {
      const text = ` ${word}=${x.k} stride=${x.s} pad=[${x.p.join(', ')}]${dilates ? ` dilation=${x.d}` : ''}`;
      return { text, height: 1, width: x.out, padded: x.p[0] + x.p[1] > 0 };
    }
    const y = axis(from.height);
    const pads = [...y.p, ...x.p];
    const text = ` ${word}=${y.k}x${x.k} stride=${y.s}x${x.s} pad=[${pads.join(', ')}]${dilates ? ` dilation=${y.d}x${x.d}` : ''}`;
    return { text, height: y.out, width: x.out, padded: pads.some((pad) => pad > 0) };
  };
  const conv = (from: Map2, outputType?: string, same = false): Map2 => {
    const divisors = [1, 2, 4, 8].filter((groups) => from.channels % groups === 0);
    const groups = chance(0.3) ? (divisors[whole(0, divisors.length - 1)] ?? 1) : 1;
    const filters = same ? from.channels : groups * whole(1, chance(0.2) ? 40 : 6);
    const act = outputType ?? activation();
    const own = name('conv');
    const types = `weights=${weightType()} activation=${act}`;
    if (same) {
      const line = `conv ${own} from=${from.name} filters=${filters} kernel=1 ${types}`;
      return add(line, { ...from, name: own, type: typeOf(act) });
    }
    const { text, height, width, padded } = window(from, 'kernel', true);
    const line = `conv ${own} from=${from.name} filters=${filters} groups=${groups}${text}${padValue(from, padded)} ${types}`;
    return add(line, { name: own, height, width, channels: filters, type: typeOf(act) });
  };
  const dense = (from: Map2): Map2 => {
    const units = whole(1, chance(0.2) ? 70 : 12);
    const act = activation();
    const own = name('dense');
    const line = `dense ${own} from=${from.name} units=${units} weights=${weightType()} activation=${act}${chance(0.2) ? ' align=8' : ''}`;
    return add(line, { name: own, height: 1, width: 1, channels: units, type: typeOf(act) });
  };

  const inputOf = (own: string): Map2 => {
    const type = inputType();
    const channels = chance(0.2) ? 32 * whole(1, 2) : whole(1, 9);
    const [height, width] = [rank === 2 ? whole(3, 7) : 1, rank === 0 ? 1 : whole(3, 9)];
    const shape =
      rank === 0 ? `${channels * 3}` : rank === 1 ? `${width}x${channels}` : `${height}x${width}x${channels}`;
    return add(`input ${own} type=${type} shape=${shape}`, {
      name: own,
      height,
      width,
      channels: rank === 0 ? channels * 3 : channels,
      type,
    });
  };

  let at = inputOf('image');
  for (let layer = 0; layer < size; layer++) {
    const own = at;
    const mapped = own.height * own.width > 1;
    const step = whole(0, mapped ? 11 : 4);
    const act = activation();
    const shift = chance(0.5) ? ` shift=${whole(1, 4)}` : '';
    if (step === 0) {
      const type = valueType();
      const next = name('thr');
      at = add(`threshold ${next} from=${own.name} activation=${type}`, { ...own, name: next, type });
    } else if (step === 1 && !mapped) at = dense(own);
    else if (step === 2 && !mapped) {
      const [left, right] = [dense(own), dense(own)];
      const next = name('cat');
      if (left.type === undefined || left.type !== right.type) at = right;
      else
        at = add(`concat ${next} from=[${left.name}, ${right.name}]`, {
          ...left,
          name: next,
          channels: left.channels + right.channels,
        });
    } else if (!mapped) at = dense(own);
    else if (step <= 3) at = conv(own);
    else if (step === 4) {
      const next = name('dw');
      const { text, height, width, padded } = window(own, 'kernel', true);
      const line = `dwconv ${next} from=${own.name}${text}${padValue(own, padded)} weights=${weightType()} activation=${act}`;
      at = add(line, { name: next, height, width, channels: own.channels, type: typeOf(act) });
    } else if (step <= 6) {
      const next = name('pool');
      const { text, height, width } = window(own, 'size', false);
      const kind = step === 5 ? 'maxpool' : 'avgpool';
      const line = `${kind} ${next} from=${own.name}${text}${step === 5 ? '' : `${shift} activation=${act}`}`;
      at = add(line, { name: next, height, width, channels: own.channels, type: step === 5 ? own.type : typeOf(act) });
    } else if (step === 7 && layer > 2) {
      const next = name('gap');
      at = add(`globalavgpool ${next} from=${own.name}${shift} activation=${act}`, {
        ...own,
        name: next,
        height: 1,
        width: 1,
        type: typeOf(act),
      });
    } else if (step === 8) {
      const type = valueType();
      const [left, right] = [conv(own, type, true), chance(0.5) ? own : conv(own, type, true)];
      const next = name('add');
      at = add(`add ${next} from=[${left.name}, ${right.name}] activation=${act}`, {
        ...own,
        name: next,
        type: typeOf(act),
      });
    } else if (step === 9) {
      const type = valueType();
      const [left, right] = [conv(own, type, true), conv(own, type, true)];
      const next = name('cat');
      at = add(`concat ${next} from=[${left.name}, ${right.name}]`, {
        ...own,
        name: next,
        type,
        channels: 2 * own.channels,
      });
    } else if (step === 10 && own.height * own.width < 40) {
      const next = name('up');
      const [y, x] = [rank === 1 ? 1 : whole(1, 2), whole(1, 2)];
      const line = `upsample ${next} from=${own.name} scale=${rank === 1 ? x : `${y}x${x}`}`;
      at = add(line, { ...own, name: next, height: own.height * y, width: own.width * x });
    } else at = conv(own);
  }
  if (chance(0.6)) at = dense(at);
  if (at.height * at.width === 1 && chance(0.5))
    lines.push(`  argmax label from=${at.name} top=${whole(1, Math.min(3, at.channels))}`);
  return `network Random {\n${lines.join('\n')}\n}\n`;
}

/** Random parameters of every form: falling channels, shared thresholds, thresholds out of reach, and biases. */
export function randomTestParameters(network: Network, random: Random): (LayerParameters | undefined)[] {
  return randomParameters(network).map((parameters, index) => {
    const output = network.layers[index]?.output;
    if (!parameters || !output) return undefined;
    const { channels } = output.shape;
    const bias =
      !parameters.thresholds && parameters.weights && random() < 0.5 ? integers(channels, -9, 9, random) : undefined;
    return {
      ...parameters,
      bias,
      thresholds: parameters.thresholds && varied(parameters.thresholds, channels, random),
    };
  });
}

function varied(thresholds: Thresholds, channels: number, random: Random): Thresholds {
  const { values, steps } = thresholds;
  const falling = random() < 0.5 ? Uint8Array.from({ length: channels }, () => (random() < 0.4 ? 1 : 0)) : undefined;
  const some = falling?.includes(1) === true ? falling : undefined;
  if (channels > 1 && random() < 0.2) return { values: values.slice(0, steps), steps, rows: 1, falling: some };
  return { ...thresholds, falling: some };
}

function integers(count: number, lo: number, hi: number, random: Random): Int32Array {
  return Int32Array.from({ length: count }, () => lo + Math.floor(random() * (hi - lo + 1)));
}

/** `count` random frames for each input of a network. */
export function randomImages(network: Network, count: number, random: Random): NumberArray[] {
  return network.inputs.map((index) => {
    const output = network.layers[index]?.output;
    if (!output) return new Int32Array();
    const { shape, type } = output;
    const length = count * shape.height * shape.width * shape.channels;
    if (type.bipolar) return Int32Array.from({ length }, () => (random() < 0.5 ? -1 : 1));
    return integers(length, type.lo, type.hi, random);
  });
}
