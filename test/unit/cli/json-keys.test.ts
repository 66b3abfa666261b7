import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bnn } from '../../support/command-line.js';
import { csynthXml } from '../../support/written-reports.js';

// Every key of docs/command-line.md that scripts of others read, with what it holds. A key may come; none goes or changes.

const NETWORK = `network N {
  input x type=bipolar shape=64
  dense d units=32 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=10 weights=bipolar activation=none
}
target t for N { device=pynq_z1 clock=100MHz }
`;

let folder = '';
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn keys '));
  writeFileSync(at('net.bnn'), NETWORK);
  writeFileSync(at('missed.bnn'), NETWORK.replace('100MHz', '100MHz throughput=900MFPS').replace('pe=4 simd=8', ''));
  await bnn('generate', at('net.bnn'), '--out', at('project'));
  mkdirSync(at('project/hls/syn/report'), { recursive: true });
  writeFileSync(
    at('project/hls/syn/report/csynth.xml'),
    csynthXml({ name: 'N_top', lut: 700, cycles: 40 }, [{ name: 'd_mvtu', lut: 300, ff: 100, cycles: 64 }]),
  );
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a place of the document may hold: `int`, `number`, `text`, `flag`, `null`, `list`, `object`; more than one with `|`. */
type Shape = Readonly<Record<string, string>>;

/** By path (`layers[].engines[].cycles`): every kind of value that stands there. */
function shapeOf(value: unknown, place = '', found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const kinds = found.get(place) ?? new Set<string>();
  found.set(place, kinds.add(kindOf(value)));
  if (Array.isArray(value)) for (const entry of value) shapeOf(entry, `${place}[]`, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, entry] of Object.entries(value)) shapeOf(entry, place === '' ? key : `${place}.${key}`, found);
  return found;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'number';
  return typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'flag' : 'object';
}

const COUNTS = ['lut', 'ff', 'bram18', 'uram', 'dsp'];
const counts = (place: string): Shape => Object.fromEntries(COUNTS.map((name) => [`${place}.${name}`, 'int']));
const part = (place: string): Shape => ({
  [`${place}.name`]: 'text',
  [`${place}.kind`]: 'text',
  [`${place}.cycles`]: 'int',
  ...counts(place),
});

const DESIGN: Shape = {
  network: 'text',
  target: 'text',
  device: 'text',
  clockHz: 'int|number',
  intervalCycles: 'int',
  fps: 'int|number',
  criticalPathCycles: 'int',
  latencyS: 'number',
  latencyKind: 'text',
  ...part('layers[]'),
  'layers[].pe': 'int|null',
  'layers[].simd': 'int|null',
  'layers[].chosen': 'flag',
  ...part('layers[].engines[]'),
  ...part('infrastructure[]'),
  ...counts('totals'),
  ...counts('available'),
  ...counts('budget'),
  'bottleneck.layer': 'text',
  'bottleneck.engine': 'text',
  diagnostics: 'list',
};
const PLACE: Shape = {
  '[].range.start.line': 'int',
  '[].range.start.character': 'int',
  '[].range.end.line': 'int',
  '[].range.end.character': 'int',
};
const MEASURED: Shape = Object.fromEntries(
  ['layers[]', 'totals'].flatMap((place) =>
    ['measured', 'estimated', 'ratio'].map((what) => [`${place}.${what}.lut`, 'int|number|null']),
  ),
);

describe('the JSON of', () => {
  it.each<[readonly string[], Shape]>([
    [
      ['check', 'missed.bnn'],
      { ...PLACE, '[].file': 'text', '[].severity': 'text', '[].code': 'text', '[].message': 'text' },
    ],
    [['estimate', 'net.bnn'], DESIGN],
    [
      ['fold', 'net.bnn'],
      {
        ...DESIGN,
        optimal: 'flag',
        bound: 'int|number|null',
        searchMs: 'int|number',
        'folding.d.pe': 'int',
        'folding.d.simd': 'int',
      },
    ],
    [
      ['fold', 'missed.bnn'],
      {
        feasible: 'flag',
        'limits[].needed': 'int|number',
        'limits[].available': 'int|number',
        'nearest.fps': 'int|number',
        'nearest.folding.d.pe': 'int',
      },
    ],
    [
      ['pareto', 'net.bnn', '--time-limit', '2'],
      { '[].fps': 'int|number', ...counts('[].totals'), '[].folding.d.pe': 'int', '[].folding.d.simd': 'int' },
    ],
    [['generate', 'net.bnn', '--out', 'made'], { 'files[]': 'text' }],
    [['report', 'project'], MEASURED],
    [['format', 'net.bnn', '--check'], { changed: 'list' }],
    [
      ['diff', 'net.bnn', 'missed.bnn'],
      {
        'before.network': 'text',
        'after.network': 'text',
        'layers[].name': 'text',
        ...counts('layers[].before'),
        ...counts('layers[].after'),
        'totals.fps.before': 'int|number|null',
        'totals.fps.after': 'int|number|null',
        'totals.fps.change': 'int|number|null',
      },
    ],
    [
      ['boards', 'net.bnn'],
      { '[].board': 'text', '[].part': 'text', '[].feasible': 'flag', '[].fps': 'int|number|null' },
    ],
    [
      ['doctor'],
      {
        'checks[].name': 'text',
        'checks[].state': 'text',
        'checks[].found': 'text|null',
        'checks[].remedy': 'text|null',
      },
    ],
    [
      ['sweep', 'net.bnn', '--grid', 'clock=50MHz,100MHz', '--out', 'sweep'],
      {
        network: 'text',
        target: 'text',
        'keys[]': 'text',
        'points[].id': 'text',
        'points[].values.clock': 'text',
        'points[].feasible': 'flag',
        'points[].reason': 'text|null',
        'points[].estimated.fps': 'int|number',
        ...counts('points[].estimated'),
      },
    ],
  ])('%j', async ([command = '', ...args], shape) => {
    const inFolder = args.map((arg, index) =>
      /\.bnn$|^project$/.test(arg) || args[index - 1] === '--out' ? at(arg) : arg,
    );
    const { out } = await bnn(command, ...inFolder, '--json');
    const found = shapeOf(JSON.parse(out));
    const wrong = Object.entries(shape).flatMap(([place, kinds]) => {
      const seen = [...(found.get(place) ?? [])];
      if (seen.length === 0) return [`${place} is missing`];
      const strange = seen.filter((kind) => !kinds.split('|').includes(kind));
      return strange.length > 0 ? [`${place} holds ${strange.join(', ')}, not ${kinds}`] : [];
    });
    expect(wrong).toEqual([]);
  });
});
