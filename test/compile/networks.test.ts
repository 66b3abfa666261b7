import { describe, expect, it } from 'vitest';
import type { Family } from '../../server/src/devices/primitives.js';
import { modelOf } from '../../server/src/hardware/layer-model.js';
import { UNFOLDED } from '../../server/src/hardware/lower.js';
import type { Folding, LayerFolding } from '../../server/src/hardware/pipeline.js';
import { isReady } from '../../server/src/hardware/ready.js';
import { selfCheckCsim } from '../../server/src/host/csim.js';
import { parse } from '../../server/src/language/parser.js';
import type { MemoryStyle, MultiplierStyle, Network } from '../../server/src/network/graph.js';
import { resolve, type ResolveOptions } from '../../server/src/network/resolve.js';
import { readNpz } from '../../server/src/parameters/npz.js';
import { parametersState } from '../../server/src/parameters/checked.js';
import { bareNetwork } from '../../server/src/parameters/state.js';
import { compiler, VENDOR, VENDOR_IS_REAL } from '../hls/run.mjs';
import { inlineHost } from '../support/inline-jobs.js';
import { randomNetworkText, seeded, type Random } from '../support/random-network.js';
import { randomParameterFile } from '../support/random-parameters.js';

/**
 * Random networks over every layer kind, type, stride, pad, folding and memory style: the generated C++ gives the
 * integers of the reference in every layer, with random weights and with trained parameters (thresholds, falling ones,
 * biases, batch norm), built in or loaded through the port. More of them by `npm run fuzz:hls [networks] [first seed]`.
 */
const COUNT = Number(process.env['BNN_FUZZ_NETWORKS'] ?? 24);
const FIRST = Number(process.env['BNN_FUZZ_SEED'] ?? 1);
const IMAGES = 3;

const MEMORIES: readonly MemoryStyle[] = ['auto', 'lutram', 'bram', 'external', 'uram'];
const MULTIPLIERS: readonly MultiplierStyle[] = ['auto', 'lut', 'dsp'];

interface Case {
  readonly seed: number;
  readonly text: string;
  readonly network: Network;
  /** A parameter file, whose bounds the network was resolved with; undefined has random weights. */
  readonly parameters: Uint8Array | undefined;
}

/** The next seed from here on whose network is valid and known in every layer; every other one has trained parameters. */
function networkFrom(seed: number): Case {
  for (let at = seed; ; at++) {
    const text = withLoadable(randomNetworkText(seeded(at), 4), seeded(at * 15_485_863));
    const network = valid(text);
    if (!network) continue;
    if (at % 2 === 0) return { seed: at, text, network, parameters: undefined };
    const named = text.replace('{', '{\n  params "fuzz.npz"');
    const typed = valid(named);
    if (!typed) continue;
    const parameters = randomParameterFile(typed, seeded(at * 104_729));
    const { bounds, faults } = parametersState(bareNetwork(typed), readNpz(parameters));
    // A bias may take a sum beyond 32 bits.
    if (faults.some(({ severity }) => severity === 'error')) continue;
    const narrowed = valid(named, (_, layer) => bounds.get(layer));
    if (narrowed) return { seed: at, text: named, network: narrowed, parameters };
  }
}

/** The text with loadable parameters in some of its layers, in two networks of three. */
function withLoadable(text: string, random: Random): string {
  if (random() < 1 / 3) return text;
  const kinds = /^ {2}(?:dense|conv|dwconv|threshold|add|avgpool|globalavgpool) .*$/gm;
  return text.replace(kinds, (line) => (random() < 0.5 ? `${line} parameters=loadable` : line));
}

function valid(text: string, bounds?: ResolveOptions['bounds']): Network | undefined {
  const { file } = parse(text, 'file:///fuzz.bnn');
  const { networks, diagnostics } = resolve('file:///fuzz.bnn', () => file, { bounds });
  const [network] = networks;
  return network?.complete && !diagnostics.some(({ severity }) => severity === 'error') ? network : undefined;
}

/** Any legal folding, among words that are not too wide, with any memory and multiplier style that the family has. */
function randomFolding(network: Network, family: Family, random: Random): Folding {
  const styles = MEMORIES.filter((style) => style !== 'uram' || family !== 'xc7');
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  return network.layers.map((layer): LayerFolding => {
    if (!isReady(layer)) return UNFOLDED;
    const { legal } = modelOf(layer, { family });
    const pe = pick(legal.pe.filter((value) => value <= 160));
    const simd = pe === undefined ? undefined : pick(legal.simd(pe).filter((value) => value <= 160));
    const weights =
      layer.operation.kind === 'dense' || layer.operation.kind === 'conv' || layer.operation.kind === 'dwconv';
    const mem = weights ? (pick(styles) ?? 'auto') : 'auto';
    return { pe, simd, mem, impl: weights ? (pick(MULTIPLIERS) ?? 'auto') : 'auto', fifo: [] };
  });
}

const cases: ReturnType<typeof networkFrom>[] = [];
for (let seed = FIRST; cases.length < COUNT;) {
  const found = networkFrom(seed);
  cases.push(found);
  seed = found.seed + 1;
}

describe.skipIf(compiler() === undefined)('random networks: reference = C simulation', () => {
  it.each(cases)('seed $seed', async ({ seed, text, network, parameters }) => {
    const family = seed % 3 === 0 ? 'xcup' : 'xc7';
    const folding = randomFolding(network, family, seeded(seed * 7919));
    const context = {
      family,
      interface: seed % 4 === 0 ? 'stream' : 'dma',
      portBits: seed % 5 === 0 ? 128 : 64,
    } as const;
    const design = { network: bareNetwork(network), folding, context, parameters };
    // Some of them with the strict model of the vendor's types; all with the vendor's own, where they are named.
    const options = { hlsInclude: VENDOR_IS_REAL || seed % 8 === 0 ? VENDOR : undefined, progress: () => undefined };
    const outcome = await selfCheckCsim(inlineHost, design, IMAGES, options).outcome;
    const how = `${text}\n${JSON.stringify(folding.map(({ pe, simd, mem, impl }) => [pe, simd, mem, impl]))}`;
    expect(outcome, how).toMatchObject({ status: 'done', output: { images: IMAGES, difference: undefined } });
  });
});
