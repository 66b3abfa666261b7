// npm run nightly: what takes too long for every commit. Properties are tried on more cases, then everything is measured.
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, main, run, seconds } from './lib/run.mjs';

const steps = [
  { name: 'verify', script: 'scripts/verify.mjs' },
  { name: 'test', script: 'scripts/test.mjs' },
  { name: 'fuzz:hls', script: 'scripts/fuzz-hls.mjs' },
  { name: 'mutants', script: 'test/hls/mutants.mjs' },
  { name: 'bench', script: 'scripts/bench.mjs' },
];

await main(async () => {
  await ensureDependencies();
  const env = { ...process.env, BNN_NIGHTLY: '1' };
  const rows = [];
  for (const { name, script } of steps) {
    console.log(`\n##### ${name}`);
    const start = performance.now();
    const { code } = await run(process.execPath, [at(script)], { env });
    rows.push({ name, code, time: seconds(start) });
  }
  console.log('');
  for (const { name, code, time } of rows) console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${time})`);
  if (rows.some(({ code }) => code !== 0)) process.exitCode = 1;
});
