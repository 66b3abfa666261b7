import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cosimRpt, csynthXml, fifosRpt, hierarchicalRpt, powerRpt, timingRpt } from '../../support/written-reports.js';
import { bnn } from '../../support/command-line.js';

const NETWORK = `network N {
  input x type=bipolar shape=32
  dense d units=16 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=4 weights=bipolar activation=none pe=1 simd=4
}
target t for N {
  device=pynq_z1 clock=100MHz
}
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn report '));
  write('net.bnn', NETWORK);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** `agoS`: how many seconds ago the file was written. */
function write(name: string, text: string | Buffer, agoS = 0): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  const then = Date.now() / 1000 - agoS;
  utimesSync(file, then, then);
}

const at = (name: string): string => path.join(folder, name);

interface Row {
  readonly name: string;
  readonly measured: Record<string, number | null>;
  readonly estimated: Record<string, number | null>;
  readonly ratio: Record<string, number | null>;
  readonly stage: Record<string, string | null>;
  readonly freshness: string;
  readonly missing: string[];
}

interface Document {
  readonly file: string | null;
  readonly target: string | null;
  readonly freshness: string;
  readonly outdatedBecause: string | null;
  readonly layers: Row[];
  readonly fifos: (Pick<Row, 'name' | 'measured' | 'estimated' | 'stage'> & { report: string })[];
  readonly totals: (Omit<Row, 'name'> & { withoutShell: boolean }) | null;
  readonly reports: { path: string; replacedByNewer: boolean }[];
  readonly notUnderstood: { path: string; reason: string }[];
  readonly notes: string[];
}

async function document(...args: string[]): Promise<Document> {
  const { code, out } = await bnn('report', ...args, '--json');
  expect(code).toBe(0);
  return JSON.parse(out) as Document;
}

async function generated(): Promise<void> {
  expect((await bnn('generate', at('net.bnn'), '--out', at('build'))).code).toBe(0);
}

const HLS = csynthXml({ name: 'N_top', lut: 700, cycles: 40 }, [
  { name: 'd_mvtu', lut: 300, ff: 100, cycles: 27 },
  { name: 'mvtu_d_mvtu_config_s', lut: 290, cycles: 25 },
  { name: 'e_mvtu', lut: 90, cycles: 26 },
]);
const ROUTED = hierarchicalRpt('top_wrapper', [
  { name: 'top_wrapper', lut: 5000, ff: 6000 },
  { name: 'top_wrapper/dma', lut: 1500 },
  { name: 'top_wrapper/bnn/d_mvtu_U0', lut: 150, ff: 80 },
  { name: 'top_wrapper/bnn/d_mvtu_U0/weights', lut: 20 },
  { name: 'top_wrapper/bnn/e_mvtu_U0', lut: 60 },
]);

describe('bnn report on a generated project', () => {
  beforeEach(async () => {
    await generated();
    write('build/hls/csynth/sol/syn/report/csynth.xml', HLS);
    write('build/vivado/reports/utilization_hierarchical_routed.rpt', ROUTED);
    write('build/vivado/reports/timing_routed.rpt', timingRpt('top_wrapper', 2.5));
    write('build/vivado/reports/power_routed.rpt', powerRpt('top_wrapper', 1.75));
  });

  it('shows the FIFOs that HLS made, beside the depth that was generated', async () => {
    const { streams } = JSON.parse(readFileSync(at('build/manifest.json'), 'utf8')) as {
      streams: { name: string; depth: number; bits: number }[];
    };
    const made = streams.map(({ name, depth, bits }, nth) => {
      return { name: `${name}_U`, bram18: nth === 0 ? 3 : 0, ff: 99, lut: 5, depth: depth + nth, bits };
    });
    write('build/hls/csynth/sol/syn/report/N_top_csynth.rpt', fifosRpt('N_top', made));
    const { fifos } = await document(at('build'));
    expect(fifos).toHaveLength(streams.length);
    expect(fifos[1]).toMatchObject({
      measured: { depthWords: made[1]?.depth, widthBits: streams[1]?.bits, ff: 99, lut: 5, bram18: 0, uram: 0, dsp: 0 },
      estimated: { depthWords: streams[1]?.depth, widthBits: streams[1]?.bits },
      stage: { resources: 'hls-estimate', size: 'hls-estimate' },
      report: 'hls/csynth/sol/syn/report/N_top_csynth.rpt',
    });
    const { out } = await bnn('report', at('build'));
    expect(out).toMatch(
      new RegExp(`FIFOs of ${streams.length} streams \\(HLS's estimate\\): LUT ${5 * streams.length} / `),
    );
    expect(out).toMatch(/^ {2}d\.\S*fifo: depth \d+ \/ \d+, \d+ bits, BRAM18 3 \/ 0, LUT 5 \/ \d+$/m);
    expect((await bnn('report', at('build'), '--markdown')).out).toContain('FIFOs of ');
  });

  it('sets what was measured beside what was estimated, by the furthest stage', async () => {
    const found = await document(at('build'));
    expect(found).toMatchObject({ target: 't', freshness: 'measured', notUnderstood: [], notes: [] });
    const [d, e] = found.layers;
    expect(d).toMatchObject({
      name: 'd',
      measured: { lut: 150, ff: 80, bram18: 2, cycles: 27, uram: null },
      estimated: { cycles: 16 },
      stage: { resources: 'routed', cycles: 'hls-estimate' },
      freshness: 'measured',
    });
    expect(d?.ratio['cycles']).toBeCloseTo(27 / 16);
    expect(e).toMatchObject({ name: 'e', measured: { lut: 60 } });
    expect(found.totals).toMatchObject({
      measured: { lut: 5000, ff: 6000, wnsNs: 2.5, timingMet: true, watts: 1.75, confidence: 'Low' },
      stage: { resources: 'routed', timing: 'routed' },
      withoutShell: false,
    });
    expect(found.totals?.measured['maximumMHz']).toBeCloseTo(1000 / 7.5);
  });

  it('ratio is measured / estimated, of the engines that the reports show', async () => {
    const { layers } = await document(at('build'));
    for (const { measured, estimated, ratio, missing } of layers) {
      if (missing.length > 0 || !estimated['lut']) continue;
      expect(ratio['lut']).toBeCloseTo((measured['lut'] ?? NaN) / estimated['lut']);
    }
    expect(layers.some(({ missing }) => missing.length === 0)).toBe(true);
  });

  // aa08453/CNN-on-FPGA: HLS 2025.2 gives a function that is one loop an interval of 0.
  it('an interval of 0 is none: the latency says how long a frame takes', async () => {
    await generated();
    write('build/hls/csynth.xml', HLS.replaceAll(/(<PipelineInitiationInterval>)\d+/g, '$10'));
    const { layers } = await document(at('build'));
    expect(layers.map(({ name, measured }) => [name, measured['cycles']])).toEqual([
      ['d', 27],
      ['e', 26],
    ]);
  });

  it('of HLS alone, the shell counts on neither side', async () => {
    rmSync(at('build/vivado'), { recursive: true });
    const { totals } = await document(at('build'));
    expect(totals).toMatchObject({ withoutShell: true, measured: { lut: 700, cycles: 40, latencyCycles: 40 } });
    const all = JSON.parse((await bnn('estimate', at('net.bnn'), '--json')).out) as { totals: { lut: number } };
    expect(totals?.estimated['lut']).toBeLessThan(all.totals.lut);
  });

  it('tells layers that an edit changed from those that it did not', async () => {
    write('net.bnn', NETWORK.replace('pe=4 simd=8', 'pe=8 simd=8'));
    const found = await document(at('build'));
    expect(found).toMatchObject({ freshness: 'outdated', outdatedBecause: 'the design was edited since' });
    expect(found.layers.map(({ name, freshness }) => [name, freshness])).toEqual([
      ['d', 'outdated'],
      ['e', 'measured'],
    ]);
    // What stands beside it is the design that was built.
    expect(found.layers[0]?.estimated['cycles']).toBe(16);
  });

  it('writing down the folding that was chosen, with comments and another layout, is no edit', async () => {
    const chosen = NETWORK.replace(' pe=4 simd=8', '').replace('clock=100MHz', 'clock=100MHz throughput=5MFPS');
    write('net.bnn', chosen);
    await generated();
    expect(await document(at('build'))).toMatchObject({ freshness: 'measured' });
    const { layers } = JSON.parse(readFileSync(at('build/manifest.json'), 'utf8')) as {
      layers: { name: string; pe: number; simd: number; mem: string }[];
    };
    const folding = layers.find(({ name }) => name === 'd');
    const how = `pe=${folding?.pe} simd=${folding?.simd} mem=${folding?.mem}`;
    const frozen = chosen.replace(
      'units=16 weights=bipolar activation=bipolar',
      `units=16   weights=bipolar activation=bipolar ${how} // frozen`,
    );
    write('net.bnn', frozen);
    expect(await document(at('build'))).toMatchObject({ freshness: 'measured', outdatedBecause: null });
    // A goal that changes nothing of what is built is none, either; a folding that is not what was built is.
    write('net.bnn', frozen.replace('5MFPS', '4MFPS'));
    expect(await document(at('build'))).toMatchObject({ freshness: 'measured' });
    write('net.bnn', frozen.replace(`simd=${folding?.simd}`, `simd=${(folding?.simd ?? 0) === 32 ? 16 : 32}`));
    expect((await document(at('build'))).layers.map(({ name, freshness }) => [name, freshness])).toEqual([
      ['d', 'outdated'],
      ['e', 'measured'],
    ]);
    // Generated anew from the frozen text, what was measured still is of it.
    write('build/vivado/reports/utilization_hierarchical_routed.rpt', ROUTED, 3600);
    write('build/hls/csynth/sol/syn/report/csynth.xml', HLS, 3600);
    const time = new Date(Date.now() - 7200_000);
    utimesSync(at('build/manifest.json'), time, time);
    write('net.bnn', frozen);
    await generated();
    expect(await document(at('build'))).toMatchObject({ freshness: 'measured' });
  });

  it('a comment is no edit; generating anew makes old reports outdated', async () => {
    write('net.bnn', `// The smallest.\n${NETWORK}`);
    expect(await document(at('build'))).toMatchObject({ freshness: 'measured' });
    write('build/hls/csynth/sol/syn/report/csynth.xml', HLS, 60);
    rmSync(at('build/vivado'), { recursive: true });
    expect(await document(at('build'))).toMatchObject({
      freshness: 'outdated',
      outdatedBecause: 'the project was generated anew after its reports were written',
    });
  });

  it('what is generated anew as it was keeps its reports; another design keeps only what is of it', async () => {
    const hourOld = (name: string, text: string): void => write(name, text, 3600);
    const age = (): void => {
      const time = new Date(Date.now() - 7200_000);
      utimesSync(at('build/manifest.json'), time, time);
    };
    age();
    hourOld('build/hls/csynth/sol/syn/report/csynth.xml', HLS);
    hourOld('build/vivado/reports/utilization_hierarchical_routed.rpt', ROUTED);
    hourOld('build/vivado/reports/timing_routed.rpt', timingRpt('top_wrapper', 2.5));
    hourOld('build/vivado/reports/power_routed.rpt', powerRpt('top_wrapper', 1.75));
    await generated();
    expect(await document(at('build'))).toMatchObject({ freshness: 'measured' });
    write('net.bnn', `// The smallest.\n${NETWORK}`);
    await generated();
    expect(await document(at('build'))).toMatchObject({ freshness: 'measured' });
    write('net.bnn', NETWORK.replace('pe=4 simd=8', 'pe=8 simd=8'));
    await generated();
    expect(await document(at('build'))).toMatchObject({ freshness: 'outdated' });
    // HLS has run on the new design, Vivado has not: what was routed is of the one before.
    write('build/hls/csynth/sol/syn/report/csynth.xml', HLS);
    const found = await document(at('build'));
    expect(found).toMatchObject({ freshness: 'measured' });
    expect(found.layers[0]).toMatchObject({ measured: { lut: 300 }, stage: { resources: 'hls-estimate' } });
    expect(found.reports).toContainEqual(
      expect.objectContaining({ path: 'vivado/reports/timing_routed.rpt', replacedByNewer: true }),
    );
  });

  it('of two runs the newer counts; the older is kept and named', async () => {
    write('build/runs/1/csynth.xml', csynthXml({ name: 'N_top', lut: 9 }, [{ name: 'd_mvtu', lut: 8 }]), 3600);
    const found = await document(at('build'));
    expect(found.layers[0]?.measured['cycles']).toBe(27);
    expect(found.reports).toContainEqual(expect.objectContaining({ path: 'runs/1/csynth.xml', replacedByNewer: true }));
  });

  it('co-simulation of several frames in a call says nothing of one frame', async () => {
    write('build/hls/csynth/sol/sim/report/N_top_cosim.rpt', cosimRpt(400, 90));
    expect((await document(at('build'))).totals?.measured).toMatchObject({ cycles: 40 });
  });

  it('says what it did not understand, and why', async () => {
    write('build/vivado/reports/utilization_placed.rpt', '');
    write('build/vivado/reports/drc.rpt', '| Command      : report_drc -file drc.rpt\n');
    write('build/vivado/reports/binary.rpt', Buffer.from([0xff, 0xfe, 0, 1, 2, 0x80]));
    write('build/hls/x_csynth.xml', 'Killed');
    const found = await document(at('build'));
    expect(Object.fromEntries(found.notUnderstood.map(({ path: name, reason }) => [name, reason]))).toEqual({
      'vivado/reports/utilization_placed.rpt': 'it is empty',
      'vivado/reports/drc.rpt': 'report_drc tells nothing that is compared with an estimate',
      'vivado/reports/binary.rpt': 'it is none of the known reports of Vivado, Vivado HLS, Vitis HLS and FINN',
      'hls/x_csynth.xml': 'it is not the XML of a report, or it is cut at its start',
    });
    expect((await bnn('report', at('build'))).out).toContain('1 other reports of Vivado passed over');
  });

  it('for people and as Markdown', async () => {
    const { out } = await bnn('report', at('build'));
    expect(out).toContain('measured: of the text as it is now');
    expect(out).toMatch(/d +dense +routed; cycles: HLS's estimate +27 \/ 16 = 1\.69 +150 \/ /);
    expect(out).toContain('timing (routed): met, worst slack 2.5 ns, 133 MHz at most');
    expect(out).toContain('power: 1.75 W, confidence Low');
    const markdown = (await bnn('report', at('build'), '--markdown')).out;
    expect(markdown).toContain('| layer | kind | stage | cycles |');
    expect(markdown).toContain('### N, target t, ');
  });

  it('all projects below a folder, each by itself', async () => {
    await bnn('generate', at('net.bnn'), '--out', at('other'));
    write('other/csynth.xml', HLS);
    const { out } = await bnn('report', folder, '--json');
    const documents = JSON.parse(out) as Document[];
    expect(documents.map(({ layers }) => layers[0]?.measured['lut'])).toEqual([150, 300]);
  });
});

describe('bnn report on other folders', () => {
  it('a plain folder, with the text named', async () => {
    write('run/solution1/syn/report/csynth.xml', HLS);
    const alone = await document(at('run'));
    expect(alone).toMatchObject({ layers: [], totals: null, file: null, freshness: 'unknown' });
    expect(alone.notes[0]).toContain('--file');
    const beside = await document(at('run'), '--file', at('net.bnn'), '--target', 't');
    expect(beside.layers.map(({ name, measured }) => [name, measured['lut']])).toEqual([
      ['d', 300],
      ['e', 90],
    ]);
  });

  it("FINN's output folder: nodes by their order, folded as FINN folded", async () => {
    write('out/report/estimate_layer_cycles.json', '{"MVAU_hls_0": 8, "MVAU_hls_1": 16}');
    write(
      'out/report/post_synth_resources.json',
      '{"(top)": {"LUT": "900", "FF": 800}, "StreamingDataflowPartition_1_MVAU_hls_1": {"LUT": 70, "BRAM_36K": 1, "BRAM_18K": 1}}',
    );
    write('out/report/rtlsim_performance.json', '{"throughput[images/s]": 1000, "latency_cycles": 99}');
    write(
      'out/final_hw_config.json',
      '{"Defaults": {}, "MVAU_hls_0": {"PE": 8, "SIMD": 8}, "MVAU_hls_1": {"PE": 2, "SIMD": 2}}',
    );
    const { layers, totals } = await document(at('out'), '--file', at('net.bnn'));
    expect(layers).toMatchObject([
      { name: 'd', measured: { cycles: 8, lut: null }, estimated: { cycles: 8 }, matchedBy: 'order' },
      { name: 'e', measured: { cycles: 16, lut: 70, bram18: 3 }, estimated: { cycles: 16 } },
    ]);
    expect(totals?.measured).toMatchObject({ fps: 1000, lut: 900, ff: 800, latencyCycles: 99 });
  });

  it("FINN's nodes of kinds that are not known here: kept, and counted to no layer", async () => {
    const nodes = {
      IODMA_hls_0: 1153,
      ScaledDotProductAttention_hls_0: 5209,
      ReplicateStream_hls_0: 86,
      MVAU_hls_0: 224,
    };
    const text = {
      '(top)': { LUT: 23687 },
      ...Object.fromEntries(Object.entries(nodes).map(([name, LUT]) => [name, { LUT }])),
    };
    write(
      'out/report/post_synth_resources.json',
      JSON.stringify({ ...text, MVAU_hls_1: { LUT: 90 }, odd: null, Warp_9: [1] }),
    );
    const { layers, totals } = await document(at('out'), '--file', at('net.bnn'));
    expect(layers.map(({ name, measured }) => [name, measured['lut']])).toEqual([
      ['d', 224],
      ['e', 90],
    ]);
    expect(totals?.measured).toMatchObject({ lut: 23687 });
    // One node too many of a kind: nothing is guessed, and it is said.
    write(
      'out/report/post_synth_resources.json',
      JSON.stringify({ ...text, MVAU_hls_1: { LUT: 90 }, MVAU_rtl_0: { LUT: 9 } }),
    );
    const unsure = await document(at('out'), '--file', at('net.bnn'));
    expect(unsure.layers).toEqual([]);
    expect(unsure.notes.join()).toContain('3 nodes such as MVAU_hls_0, the network has 2 engines of that kind');
  });

  it('a simulation of a single frame: its throughput is the least, not the measure', async () => {
    write('out/report/rtlsim_performance.json', '{"N": 1, "throughput[images/s]": 1000, "latency_cycles": 99}');
    write('out/report/estimate_layer_cycles.json', '{"MVAU_hls_0": 8, "MVAU_hls_1": 16}');
    const { totals } = await document(at('out'), '--file', at('net.bnn'));
    expect(totals?.measured).toMatchObject({ fpsAtLeast: 1000, cycles: 16, latencyCycles: 99 });
    expect(totals?.stage).toMatchObject({ cycles: 'model-estimate', latency: 'simulated' });
    rmSync(at('out/report/estimate_layer_cycles.json'));
    const { out } = await bnn('report', at('out'), '--file', at('net.bnn'));
    expect(out).toContain('throughput: at least 1 kFPS (RTL simulation of a single frame)');
  });

  it('without any report: one line, exit 1', async () => {
    write('empty/notes.rpt', 'nothing');
    const { code, out, err } = await bnn('report', at('empty'));
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /holds no report of a known kind \(1 file not understood; notes\.rpt: .*; the tools write them/,
    );
  });

  it('without the folder: a wrong command line', async () => {
    expect(await bnn('report', at('nowhere'))).toMatchObject({ code: 'usage', out: '' });
    expect(await bnn('report', at('net.bnn'))).toMatchObject({ code: 'usage', out: '' });
  });

  it('a wrong target, a text with errors', async () => {
    write('run/csynth.xml', HLS);
    expect(await bnn('report', at('run'), '--file', at('net.bnn'), '--target', 'u')).toMatchObject({ code: 'usage' });
    write('net.bnn', NETWORK.replace('units=16', 'units='));
    const { notes, totals } = await document(at('run'), '--file', at('net.bnn'));
    expect(totals).toBeNull();
    expect(notes[0]).toContain('has errors');
  });
});
