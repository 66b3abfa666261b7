import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bnn } from '../../support/command-line.js';

const NETWORK = `network N {
  input x type=bipolar shape=8x8x16
  conv c filters=32 kernel=3 weights=bipolar activation=bipolar pe=8 simd=16
  dense d units=16 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=4 weights=bipolar activation=none pe=1 simd=4
}
target t for N {
  device=pynq_z1 clock=100MHz
}
target other for N {
  device=ultra96_v2 clock=100MHz
}
`;

interface Row {
  readonly name: string;
  readonly lut: number;
  readonly ff: number;
}

/** A hierarchical utilisation report in the form of Vivado 2022. */
function hierarchical(rows: readonly Row[], state = 'Routed', device = 'xc7z020clg400-1'): string {
  const cells = rows.map(({ name, lut, ff }) => `|   ${name} | m | ${lut} | ${lut} | 0 | 0 | ${ff} | 0 | 0 | 0 |`);
  return `| Tool Version : Vivado v.2022.1 (lin64) Build 3 Mon Apr 18 00:00:00 MDT 2022
| Command      : report_utilization -hierarchical -file hierarchical.rpt
| Design       : N_top
| Device       : ${device}
| Design State : ${state}

+---+
| Instance | Module | Total LUTs | Logic LUTs | LUTRAMs | SRLs | FFs | RAMB36 | RAMB18 | DSP Blocks |
+---+
| N_top | (top) | 9000 | 9000 | 0 | 0 | 9000 | 0 | 0 | 0 |
${cells.join('\n')}
+---+
`;
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-calibrate-'));
  mkdirSync(path.join(folder, 'reports'));
  write('net.bnn', NETWORK);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);
const write = (name: string, text: string): void => writeFileSync(at(name), text);

interface Engine {
  readonly name: string;
  readonly lut: number;
  readonly lutLow: number;
  readonly lutHigh: number;
  readonly ff: number;
  readonly corrected?: { readonly lut?: { readonly factor: number; readonly points: number; readonly source: string } };
}

async function engines(target = 't'): Promise<Map<string, Engine>> {
  const { out } = await bnn('estimate', at('net.bnn'), '--target', target, '--json');
  const { layers } = JSON.parse(out) as { layers: { engines: Engine[] }[] };
  return new Map(layers.flatMap((layer) => layer.engines).map((engine) => [engine.name, engine]));
}

/** LUTs of the engine alone: a layer's later engines have the FIFO before them in their estimate. */
const alone = (plain: Map<string, Engine>, name: string, fifo = 0): number => (plain.get(name)?.lut ?? 0) - fifo;

interface Written {
  readonly factors: readonly { engine: string; resource: string; factor: number; points: number; from: string }[];
  readonly reports: readonly { file: string; sha256: string; tool: string; stage: string; points: unknown[] }[];
}
const calibration = (): Written => JSON.parse(readFileSync(at('bnn-calibration.json'), 'utf8')) as Written;
const factorOf = (engine: string, resource: string): number | undefined =>
  calibration().factors.find((each) => each.engine === engine && each.resource === resource)?.factor;

const learn = (...more: string[]): ReturnType<typeof bnn> =>
  bnn('calibrate', at('reports'), '--design', at('net.bnn'), ...more);

describe('bnn calibrate', () => {
  it('moves estimates towards what the engines of a design measured, and says so everywhere', async () => {
    const plain = await engines();
    const measured = ['d.mvtu', 'e.mvtu'].map((name) => ({
      name: `${name.replace('.', '_')}_U0`,
      lut: 2 * alone(plain, name),
      ff: plain.get(name)?.ff ?? 0,
    }));
    write('reports/util.rpt', hierarchical(measured));
    const { code, out } = await learn();
    expect(code).toBe(0);
    // Two points of 2, drawn towards 1 by two of 1: the square root of 2.
    expect(factorOf('mvtu', 'lut')).toBeCloseTo(Math.SQRT2, 3);
    expect(factorOf('mvtu', 'ff')).toBeCloseTo(1, 3);
    expect(out).toContain('xc7 mvtu lut x 1.414: median 2 of 2');
    const after = await engines();
    expect(after.get('d.mvtu')?.lut).toBe(Math.round(alone(plain, 'd.mvtu') * 1.414));
    expect(after.get('d.mvtu')?.corrected?.lut).toMatchObject({ points: 2 });
    expect(after.get('d.mvtu')?.corrected?.lut?.source).toContain('Vivado 2022.1, routed');
    expect(after.get('c.sliding-window')).toEqual(plain.get('c.sliding-window'));
    const { out: explained } = await bnn('estimate', at('net.bnn'), '--explain', 'd');
    expect(explained).toContain('corrected by reports of your own = estimate*factor');
    expect(explained).toContain(`= ${alone(plain, 'd.mvtu')}*1.414`);
    const { out: table } = await bnn('estimate', at('net.bnn'));
    expect(table).toContain('Corrected by reports of your own');
  });

  it('corrects only the family that was measured', async () => {
    const before = await engines('other');
    write('reports/util.rpt', hierarchical([{ name: 'd_mvtu_U0', lut: 999, ff: 999 }]));
    await learn();
    expect(await engines('other')).toEqual(before);
  });

  it('keeps what it learnt in a file beside bnn.json, with hash, tool and stage, and the same bytes the second time', async () => {
    mkdirSync(at('nets'));
    write('nets/net.bnn', NETWORK);
    write('bnn.json', '{}');
    write('reports/util.rpt', hierarchical([{ name: 'd_mvtu_U0', lut: 900, ff: 800 }]));
    await bnn('calibrate', at('reports'), at('nets/net.bnn'));
    const [report] = calibration().reports;
    expect(report).toMatchObject({ file: 'reports/util.rpt', tool: 'Vivado 2022.1', stage: 'routed' });
    expect(report?.sha256).toMatch(/^[0-9a-f]{64}$/);
    const first = readFileSync(at('bnn-calibration.json'), 'utf8');
    await bnn('calibrate', at('reports'), at('nets/net.bnn'));
    expect(readFileSync(at('bnn-calibration.json'), 'utf8')).toBe(first);
  });

  it('fits every time to the plain estimate, not to what it corrected before', async () => {
    write('reports/a.rpt', hierarchical([{ name: 'd_mvtu_U0', lut: 900, ff: 800 }]));
    await learn();
    const first = factorOf('mvtu', 'lut');
    write('reports/b.rpt', hierarchical([{ name: 'd_mvtu_U0', lut: 900, ff: 800 }], 'Fully Placed'));
    await learn();
    expect(factorOf('mvtu', 'lut')).toBe(first);
  });

  it('takes the stage that is furthest along, and estimates of HLS only where nothing was measured', async () => {
    const plain = await engines();
    const lut = alone(plain, 'd.mvtu');
    const csynth = `<profile><ReportVersion><Version>2022.2</Version></ReportVersion>
<UserAssignments><Part>xc7z020-clg400-1</Part><TopModelName>d_mvtu</TopModelName></UserAssignments>
<AreaEstimates><Resources><LUT>${Math.round(lut * 2.19)}</LUT><FF>100</FF><BRAM_18K>40</BRAM_18K></Resources></AreaEstimates></profile>`;
    write('reports/d_mvtu_csynth.xml', csynth);
    const { err } = await learn();
    expect(err).toContain('HLS estimates');
    expect(factorOf('mvtu', 'lut')).toBeCloseTo(1, 2);
    expect(calibration().factors.every(({ from }) => from === 'hls-estimate')).toBe(true);
    expect(factorOf('mvtu', 'bram18')).toBeUndefined();
    write(
      'reports/synth.rpt',
      hierarchical([{ name: 'e_mvtu_U0', lut: 3 * alone(plain, 'e.mvtu'), ff: 10 }], 'Synthesized'),
    );
    await learn();
    expect(calibration().factors.find(({ resource }) => resource === 'lut')).toMatchObject({
      from: 'measured',
      points: 1,
    });
    expect(factorOf('mvtu', 'lut')).toBeCloseTo(3 ** (1 / 3), 3);
  });

  it('uses the folding that the project of a report was generated with', async () => {
    await bnn('generate', at('net.bnn'), '--target', 't', '--out', at('hls'));
    const plain = await engines();
    write(
      'hls/util.rpt',
      hierarchical([{ name: 'd_mvtu_U0', lut: alone(plain, 'd.mvtu'), ff: plain.get('d.mvtu')?.ff ?? 0 }]),
    );
    write('net.bnn', NETWORK.replace('pe=4 simd=8', 'pe=16 simd=32'));
    const { code } = await bnn('calibrate', at('hls'));
    expect(code).toBe(0);
    expect(factorOf('mvtu', 'lut')).toBeCloseTo(1, 3);
  });

  it.each([
    ['no instance of a layer', hierarchical([{ name: 'warp_drive_0', lut: 5, ff: 5 }]), 'carries the name of a layer'],
    [
      'another family',
      hierarchical([{ name: 'd_mvtu_U0', lut: 5, ff: 5 }], 'Routed', 'xcvc1902-vsva2197-2MP-e-S'),
      'no target is on that family',
    ],
    [
      'the whole design only',
      `| Tool Version : Vivado v.2022.1\n| Design : N_top\n| Device : xc7z020clg400-1\n| Design State : Routed\n\n+--+\n| Site Type | Used | Fixed | Available | Util% |\n+--+\n| Slice LUTs | 900 | 0 | 53200 | 1.0 |\n+--+\n`,
      'report_utilization -hierarchical',
    ],
  ])('says why a report of %s teaches nothing', async (_, text, reason) => {
    write('reports/util.rpt', text);
    const { code, err } = await learn();
    expect(code).toBe(1);
    expect(err).toContain('util.rpt: not used: ');
    expect(err).toContain(reason);
    expect(existsSync(at('bnn-calibration.json'))).toBe(false);
  });

  it('of a folder without reports says that', async () => {
    write('reports/readme.txt', 'none yet');
    const { code, out, err } = await learn();
    expect([code, err]).toEqual([1, `bnn: there is no report in ${at('reports')}\n`]);
    expect(out).toMatch(/^nothing was learnt; .* is not touched\n$/);
  });

  it('leaves out an engine that cannot be the one that is estimated', async () => {
    write('reports/util.rpt', hierarchical([{ name: 'd_mvtu_U0', lut: 90_000, ff: 800 }]));
    const { err } = await learn();
    expect(err).toMatch(/d\.mvtu: .* times the lut that is estimated/);
    expect(factorOf('mvtu', 'lut')).toBeUndefined();
  });

  it('--reset removes the file, and estimates are plain again', async () => {
    const plain = await engines();
    write('reports/util.rpt', hierarchical([{ name: 'd_mvtu_U0', lut: 900, ff: 800 }]));
    await learn();
    expect(await engines()).not.toEqual(plain);
    expect((await bnn('calibrate', '--reset', '--design', at('net.bnn'))).code).toBe(0);
    expect(existsSync(at('bnn-calibration.json'))).toBe(false);
    expect(await engines()).toEqual(plain);
  });

  it('the search keeps the budget with the corrected costs', async () => {
    const big = NETWORK.replace(/ pe=\d+ simd=\d+/g, '').replace(
      'clock=100MHz\n}\ntarget other',
      'clock=100MHz\n  budget lut=9000\n}\ntarget other',
    );
    write('net.bnn', big);
    write(
      'reports/util.rpt',
      hierarchical([
        { name: 'd_mvtu_U0', lut: 700, ff: 800 },
        { name: 'e_mvtu_U0', lut: 500, ff: 800 },
      ]),
    );
    await learn('--target', 't');
    const { out } = await bnn('fold', at('net.bnn'), '--target', 't', '--max', '--json');
    const folded = JSON.parse(out) as { totals: { lut: number }; corrected: boolean };
    expect(folded.corrected).toBe(true);
    expect(folded.totals.lut).toBeLessThanOrEqual(9000);
  });
});
