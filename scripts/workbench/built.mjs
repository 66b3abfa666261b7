// A project of an example that recorded tools have built, with made-up numbers: what scenes show of builds.
import path from 'node:path';
import { at, run } from '../lib/run.mjs';
import { importTypeScript } from '../lib/typescript.mjs';

/** What the tests have to play tools with. */
export const recordedTools = () =>
  importTypeScript('test/support/recorded/index.ts', 'workbench-tests/outside/recorded.mjs');

const TOP = 'TFC_top';
const ROUTED = { fc0: 1310, fc1: 225, fc2: 238, fc3: 150 };
const CYCLES = { fc0: 199, fc1: 131, fc2: 131, fc3: 83 };

/** Builds mnist/tfc.bnn of a copy of the examples: a C synthesis that failed, then all up to a routed design. */
export async function buildTfc(workspace) {
  const { csynthXml, hierarchicalRpt, installRecorded, powerRpt, recordedSuccess, timingRpt } = await recordedTools();
  const tools = installRecorded(path.join(workspace, '../tools'), ['vitis_hls', 'vivado']);
  const layers = Object.entries(ROUTED);
  const area = (share, state) => {
    const rows = layers.map(([layer, lut]) => ({ name: `${TOP}/${layer}_mvtu_U0`, lut: Math.round(lut * share) }));
    const lut = Math.round(4720 * share);
    return hierarchicalRpt(
      TOP,
      [{ name: TOP, lut }, ...rows].map((row) => ({ ...row, ff: Math.round(row.lut * 1.1) })),
      state,
    );
  };
  const modules = layers.map(([layer, lut]) => ({
    name: `${layer}_mvtu`,
    lut: Math.round(lut * 1.4),
    cycles: CYCLES[layer],
  }));
  const hls = csynthXml({ name: TOP, lut: 6_600, cycles: 199 }, modules);
  const reports = (stage, share) => ({
    [`vivado/reports/utilization_${stage}.rpt`]: area(share, stage),
    [`vivado/reports/utilization_hierarchical_${stage}.rpt`]: area(share, stage),
    [`vivado/reports/utilization_hierarchical_${stage}.xml`]: area(share, stage),
    [`vivado/reports/timing_${stage}.rpt`]: timingRpt(TOP, 1.234),
    [`vivado/reports/power_${stage}.rpt`]: powerRpt(TOP, 1.62),
  });
  const solution = 'hls/csynth/sol/syn/report';
  const played = {
    csynth: { [`${solution}/${TOP}_csynth.xml`]: hls, [`${solution}/${TOP}_csynth.rpt`]: hls },
    export: {},
    synth: reports('synth', 1.15),
    impl: reports('routed', 1),
  };
  const build = async (step) => {
    const args = ['build', path.join(workspace, 'mnist/tfc.bnn'), '--step', step, '--tools', tools.bin];
    await run(process.execPath, [at('dist/cli.js'), ...args], { quiet: true });
  };
  tools.play({ csynth: { log: ['ERROR: [HLS 200-70] Pre-synthesis failed.'], exit: 3 } });
  await build('csynth');
  const design = { network: 'TFC', target: 'pynq' };
  tools.play(
    Object.fromEntries(
      Object.entries(played).map(([step, written]) => [step, recordedSuccess(step, { reports: written }, design)]),
    ),
  );
  await build('impl');
}
