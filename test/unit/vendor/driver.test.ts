import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameValues } from '../../../server/src/hls/frames.js';
import type { FlowProject } from '../../../server/src/vendor/flow-project.js';
import { bnn } from '../../support/command-line.js';

const FLOW = path.resolve(import.meta.dirname, '../../driver/flow.py');
const asked = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
/** The interpreter itself: what stands on the PATH may be a slow script before it. */
const python = asked.status === 0 ? asked.stdout.trim() : '';
const numpy = python !== '' && spawnSync(python, ['-c', 'import numpy']).status === 0;

/** Loadable in its first two layers; the last is fixed. */
const LOADABLE = `network N {
  input x type=uint4 shape=4x4x2
  conv c filters=4 kernel=3 weights=int3 activation=uint2 pe=2 simd=2 parameters=loadable
  dense d units=6 weights=int4 activation=none pe=3 simd=8 parameters=loadable
  dense e units=3 weights=int4 activation=none
}
target t for N { device=pynq_z1 clock=100MHz }
`;

const NETWORKS = {
  'bipolar values, carried sums': `network N {
  input x type=bipolar shape=75
  dense d units=10 weights=bipolar activation=none
}
target t for N { device=pynq_z1 clock=100MHz }
`,
  'signed pixels, a 128-bit port': `network N {
  input x type=int5 shape=5x4x3
  conv c filters=3 kernel=3 weights=int3 activation=int4
}
target t for N { device=ultra96 clock=150MHz }
`,
  'ternary values, several inputs and outputs': `network N {
  input a type=ternary shape=9
  input b type=uint7 shape=3x3x2
  dense d from=a units=5 weights=ternary activation=none
  conv e from=b filters=4 kernel=2 weights=int2 activation=uint3
  output first from=d
  output second from=e
}
target t for N { device=pynq_z2 clock=100MHz }
`,
  'weights from memory': `network N {
  input x type=uint4 shape=4x4x2
  conv c filters=4 kernel=3 weights=int3 activation=uint2 pe=2 simd=2 mem=external
  dense d units=6 weights=int4 activation=none pe=3 simd=8 mem=uram
}
target t for N { device=zcu104 clock=200MHz }
`,
  'parameters that can be loaded': LOADABLE,
};

let folder = '';
/** By network, generated once. */
const projects = new Map<string, string>();
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-driver-'));
  for (const [name, text] of Object.entries(NETWORKS)) {
    const project = path.join(folder, String(projects.size));
    writeFileSync(path.join(folder, 'net.bnn'), text);
    const { code, err } = await bnn('generate', path.join(folder, 'net.bnn'), '--out', project);
    expect(code, err).toBe(0);
    projects.set(name, project);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const projectOf = (network: keyof typeof NETWORKS): string => projects.get(network) ?? '';

/** The golden vectors' values, as TypeScript reads them: by port, by frame. */
function goldenValues(project: string): Record<string, number[][]> {
  const { flow } = JSON.parse(readFileSync(path.join(project, 'manifest.json'), 'utf8')) as { flow: FlowProject };
  const lines = readFileSync(path.join(project, 'tb/vectors.txt'), 'utf8').split('\n');
  const count = Number(lines[0]?.split(' ')[1]);
  const found: Record<string, number[][]> = Object.fromEntries(flow.ports.map(({ name }) => [name, []]));
  let at = 2;
  for (let frame = 0; frame < count; frame++) {
    for (const { name, type, height, width, channels, bits, words } of flow.ports) {
      const tensor = { type, shape: { rank: 2, height, width, channels } as const };
      found[name]?.push([...frameValues(lines.slice(at, at + words), tensor, { bits, words })]);
      at += words;
    }
  }
  return found;
}

const parametersOf = (project: string): string => readFileSync(path.join(project, 'tb/parameters.txt'), 'utf8');

/** What was written to the registers of a design that loads, but for the start of each call. */
function registers(events: Ran['events']): readonly string[] {
  const names = new Map<string | number | undefined, string>([
    [0x10, 'load'],
    [0x18, 'frames'],
  ]);
  return events.flatMap(([what, offset, value]) => {
    const name = what === 'write' ? names.get(offset) : undefined;
    return name === undefined ? [] : [`${name}=${value ?? ''}`];
  });
}

const NAMES = Object.keys(NETWORKS) as (keyof typeof NETWORKS)[];

interface Ran {
  readonly code: number;
  readonly events: readonly (readonly (string | number)[])[];
  readonly output: string;
}

function drive(project: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const options = ['--bitfile', 'N.bit', '--vectors', path.join(project, 'tb/vectors.txt'), ...args];
  const { stdout, stderr } = spawnSync(python, [FLOW, project, 'run', ...options], {
    encoding: 'utf8',
    env: { ...process.env, BNN_RECORDED: project, ...env },
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{"code"')) throw new Error(stdout + stderr);
  return { ...(JSON.parse(last) as Ran), output: stdout };
}

describe.skipIf(python === '')('the packing of the driver', () => {
  it.each(NAMES)('%s: bit for bit what the golden vectors have, both ways', (network) => {
    const values = goldenValues(projectOf(network));
    const { stdout, stderr } = spawnSync(python, [FLOW, projectOf(network), 'pack'], {
      encoding: 'utf8',
      input: JSON.stringify(values),
    });
    expect(stderr).toBe('');
    const result = JSON.parse(stdout) as { numpy: boolean; differences: string[]; values: unknown };
    expect(result).toEqual({ numpy, differences: [], values });
  });
});

describe.skipIf(!numpy)('the driver against the recorded board', () => {
  it.each(NAMES)('%s: all as expected', (network) => {
    const { code, output } = drive(projectOf(network), ['--check']);
    expect(output).toContain('all as expected');
    expect(code).toBe(0);
  });

  it('receives before it starts, and sends after', () => {
    const project = projectOf('bipolar values, carried sums');
    const { events } = drive(project, ['--check', '--batch', '3']);
    expect(events).toEqual([
      ['overlay', 'N.bit'],
      ['allocate', 48],
      ['allocate', 48],
      ['receive', 'm_axis_d', 48],
      ['write', 16, 3],
      ['write', 0, 1],
      ['send', 's_axis_x', 48],
      ['allocate', 16],
      ['allocate', 16],
      ['receive', 'm_axis_d', 16],
      ['write', 16, 1],
      ['write', 0, 1],
      ['send', 's_axis_x', 16],
      ['free', 48],
      ['free', 48],
      ['free', 16],
      ['free', 16],
    ]);
  });

  it('loads UltraRAM once before the first frames, and streams other weights for every frame', () => {
    const project = projectOf('weights from memory');
    const { events } = drive(project, ['--check', '--batch', '2']);
    const sent = events.filter(([what]) => what === 'send').map(([, port]) => port);
    expect(sent[0]).toBe('s_axis_parameters');
    expect(sent.filter((port) => port === 's_axis_parameters')).toHaveLength(1);
    expect(sent.filter((port) => port === 's_axis_c_weights')).toHaveLength(4);
    expect(registers(events)).toEqual(['load=1', 'frames=0', 'load=0', 'frames=2', 'frames=2']);
  });

  it('leaves the trained values alone until others are asked for', () => {
    const { events } = drive(projectOf('parameters that can be loaded'), ['--check']);
    expect(events.filter(([what]) => what === 'send').map(([, port]) => port)).not.toContain('s_axis_parameters');
  });

  it('is told of in the notes of the project that loads', () => {
    const project = projectOf('parameters that can be loaded');
    expect(readFileSync(path.join(project, 'README.md'), 'utf8')).toContain('--parameters other/parameters.txt');
    expect(readFileSync(path.join(projectOf('bipolar values, carried sums'), 'README.md'), 'utf8')).not.toContain(
      '--parameters',
    );
  });

  it('loads parameters in a call without frames', () => {
    const project = projectOf('parameters that can be loaded');
    const file = path.join(project, 'tb/parameters.txt');
    const { code, events } = drive(project, ['--parameters', file, '--check']);
    expect(code).toBe(0);
    expect(registers(events)).toEqual(['load=1', 'frames=0', 'load=0', 'frames=4']);
    const words = Number(/^words (\d+)$/m.exec(readFileSync(file, 'utf8'))?.[1]);
    expect(events).toContainEqual(['send', 's_axis_parameters', 4 * words]);
  });

  it('computes with what was loaded, not with what was built in', () => {
    const project = projectOf('parameters that can be loaded');
    const [head = '', count = '', first = '', ...others] = parametersOf(project).split('\n');
    const changed = (parseInt(first, 16) ^ 1).toString(16).padStart(8, '0');
    const file = path.join(folder, 'changed.txt');
    writeFileSync(file, [head, count, changed, ...others].join('\n'));
    const { code, output } = drive(project, ['--parameters', file, '--check']);
    expect(code).toBe(1);
    expect(output).toContain('difference: frame 0');
  });

  it('takes the parameters of one layer alone, and keeps those of the others', () => {
    const project = projectOf('parameters that can be loaded');
    const { flow } = JSON.parse(readFileSync(path.join(project, 'manifest.json'), 'utf8')) as {
      flow: { loads: { layers: { layer: string; first: number; words: number }[] } };
    };
    const [one, two] = flow.loads.layers;
    const lines = parametersOf(project).split('\n');
    const other = lines.map((line, at) => {
      // Two lines stand before the words. What belongs to the first layer is complemented.
      const inside = one && at >= 2 + one.first && at < 2 + one.first + one.words;
      return inside ? (~parseInt(line, 16) >>> 0).toString(16).padStart(8, '0') : line;
    });
    const file = path.join(folder, 'one-layer.txt');
    writeFileSync(file, other.join('\n'));
    expect(drive(project, ['--parameters', file, '--layer', two?.layer ?? '', '--check']).code).toBe(0);
    expect(drive(project, ['--parameters', file, '--layer', one?.layer ?? '', '--check']).code).toBe(1);
    expect(() => drive(project, ['--parameters', file, '--layer', 'x'])).toThrow(
      /x loads no parameters; those that do: /,
    );
  });

  it.each([
    ['another design', (text: string) => text.replace(/^design ./, 'design x'), /is for another design/],
    ['a file that is cut off', (text: string) => text.slice(0, -9), /is cut off: it has \d+ words, not \d+/],
    ['anything else', () => 'frames 3\n', /is no file of parameters/],
  ])('refuses parameters of %s', (_, spoil, said) => {
    const project = projectOf('parameters that can be loaded');
    const file = path.join(folder, 'spoilt.txt');
    writeFileSync(file, spoil(parametersOf(project)));
    expect(() => drive(project, ['--parameters', file, '--check'])).toThrow(said);
  });

  it('refuses parameters of another training than the weights that are streamed', () => {
    const project = projectOf('weights from memory');
    const file = path.join(folder, 'mixed.txt');
    const text = parametersOf(project);
    expect(text).toMatch(/^design [0-9a-f]{64} weights [0-9a-f]{64}\n/);
    writeFileSync(file, text.replace(/ weights ./, ' weights x'));
    expect(() => drive(project, ['--parameters', file, '--check'])).toThrow(/copy driver\/weights of its project, too/);
    writeFileSync(file, text);
    expect(drive(project, ['--parameters', file, '--check']).code).toBe(0);
  });

  it('refuses parameters for a design that takes none', () => {
    const file = path.join(projectOf('parameters that can be loaded'), 'tb/parameters.txt');
    const project = projectOf('bipolar values, carried sums');
    expect(() => drive(project, ['--parameters', file])).toThrow(/no layer of this design has parameters=loadable/);
  });

  it('tells where a result differs, and ends with 1', () => {
    const project = projectOf('bipolar values, carried sums');
    const { code, output } = drive(project, ['--check'], { BNN_RECORDED_FAULT: 'bit' });
    expect(code).toBe(1);
    expect(output).toMatch(/^difference: frame 0, output d: value 0 is -?\d+, not -?\d+$/m);
  });

  it('measures whole batches', () => {
    const project = projectOf('signed pixels, a 128-bit port');
    const { output } = drive(project, ['--throughput', '8']);
    const { framesPerSecond, batch, clockMhz } = JSON.parse(output.split('\n')[0] ?? '') as Record<string, number>;
    expect(framesPerSecond).toBeGreaterThan(0);
    expect({ batch, clockMhz }).toEqual({ batch: 8, clockMhz: 150 });
  });

  it('runs the frames of a file', () => {
    const project = projectOf('signed pixels, a 128-bit port');
    const values = goldenValues(project);
    const script =
      'import sys, json, numpy; numpy.save(sys.argv[1], numpy.array(json.load(sys.stdin)).reshape(-1, 5, 4, 3))';
    const images = path.join(folder, 'images.npy');
    spawnSync(python, ['-c', script, images], { input: JSON.stringify(values['s_axis_x']) });
    const results = path.join(folder, 'results.npy');
    expect(drive(project, ['--input', images, '--output', results]).code).toBe(0);
    const print = 'import sys, json, numpy; print(json.dumps(numpy.load(sys.argv[1]).reshape(4, -1).tolist()))';
    const { stdout } = spawnSync(python, ['-c', print, results], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual(values['m_axis_c']);
  });
});

describe.skipIf(!numpy)('a design with interrupts', () => {
  const LATE = { BNN_RECORDED_INTERRUPTS: 'late' };

  // Asking would wait for ever here: nothing ends before the event loop has run.
  it.each(['bipolar values, carried sums', 'ternary values, several inputs and outputs'] as const)(
    '%s: sleeps until a batch has ended',
    (network) => {
      const { code, events } = drive(projectOf(network), ['--check', '--batch', '2'], LATE);
      expect(code).toBe(0);
      expect(events.filter(([what]) => what === 'sleep').length).toBeGreaterThan(0);
    },
  );

  it('sleeps while parameters are loaded', () => {
    const project = projectOf('parameters that can be loaded');
    const file = path.join(project, 'tb/parameters.txt');
    const { code, events } = drive(project, ['--parameters', file, '--check'], LATE);
    expect(code).toBe(0);
    expect(events).toContainEqual(['sleep', 's_axis_parameters']);
  });

  // The board refuses a transfer whose channel still has the interrupt of the one before.
  it.each(['weights from memory', 'parameters that can be loaded'] as const)(
    '%s: takes every interrupt back, whether it sleeps or asks',
    (network) => {
      for (const ask of [[], ['--ask']]) {
        const run = drive(projectOf(network), ['--check', '--batch', '1', ...ask], { BNN_RECORDED_INTERRUPTS: 'yes' });
        expect(run.code).toBe(0);
      }
    },
  );

  it('says in the measurement how it waited', () => {
    const project = projectOf('signed pixels, a 128-bit port');
    const measured = (more: readonly string[], env: Readonly<Record<string, string>>): unknown =>
      (
        JSON.parse(drive(project, ['--throughput', '8', ...more], env).output.split('\n')[0] ?? '') as Record<
          string,
          unknown
        >
      )['interrupts'];
    expect(measured([], LATE)).toBe(true);
    expect(measured(['--ask'], { BNN_RECORDED_INTERRUPTS: 'yes' })).toBe(false);
    expect(measured([], {})).toBe(false);
  });

  it('a transfer that never ends is told', () => {
    const project = projectOf('bipolar values, carried sums');
    const script =
      'import sys; sys.path[:0] = sys.argv[1:3]; import accelerator, pynq; a = accelerator.Accelerator("N.bit", timeout=0.05); a.overlay.step = lambda: None; a.throughput(1)';
    for (const interrupts of ['yes', '']) {
      const { stderr, status } = spawnSync(
        python,
        ['-B', '-c', script, path.join(project, 'driver'), path.dirname(FLOW)],
        { encoding: 'utf8', env: { ...process.env, BNN_RECORDED: project, BNN_RECORDED_INTERRUPTS: interrupts } },
      );
      expect(status).toBe(1);
      expect(stderr).toMatch(/TimeoutError: s_axis_x \(dma_0\) has not ended within 0\.05 s/);
    }
  });

  it.each([
    ['late', { same: [true], others: true, slept: true }],
    ['yes', { same: [true, true], others: true, slept: false }],
    ['', { same: [true, true], others: false, slept: false }],
  ])('beside other coroutines, interrupts %s', (interrupts, expected) => {
    const project = projectOf('signed pixels, a 128-bit port');
    const { stdout, stderr } = spawnSync(python, [FLOW, project, 'beside'], {
      encoding: 'utf8',
      env: { ...process.env, BNN_RECORDED: project, BNN_RECORDED_INTERRUPTS: interrupts },
    });
    expect(JSON.parse(stdout.trim() || JSON.stringify(stderr))).toEqual(expected);
  });
});
