// npm run nightly: what takes too long for every commit. Properties are tried on more cases, then everything is measured.
//   npm run nightly -- mutants bench    only those parts
import { stripVTControlCharacters } from 'node:util';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, Explained, main, run, seconds } from './lib/run.mjs';

const parts = [
  { name: 'verify', script: 'scripts/verify.mjs' },
  { name: 'test', script: 'scripts/test.mjs', env: { BNN_NIGHTLY: '1' } },
  { name: 'fuzz:hls', script: 'scripts/fuzz-hls.mjs' },
  { name: 'mutants', script: 'test/hls/mutants.mjs' },
  { name: 'bench', script: 'scripts/bench.mjs' },
];

await main(async () => {
  await ensureDependencies();
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Explained(`There is no part ${unknown.join(', ')}. Parts: ${parts.map(({ name }) => name).join(', ')}.`);
  const rows = [];
  // A part that fails does not keep the next one from running.
  for (const { name, script, env = {} } of parts) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n##### ${name}`);
    const start = performance.now();
    const { code, output } = await run(process.execPath, [at(script)], { env: { ...process.env, ...env }, tee: true });
    rows.push({ name, code, time: seconds(start), said: lastLines(code, output) });
  }
  console.log('');
  for (const { name, code, time, said } of rows) {
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${time})`);
    for (const line of said) console.log(`         ${line}`);
  }
  const failed = rows.filter(({ code }) => code !== 0).map(({ name }) => name);
  if (failed.length === 0) return;
  console.log(`\nAgain what failed: npm run nightly -- ${failed.join(' ')}`);
  process.exitCode = 1;
});

/** What a part says at its end, and where it failed each test that did, as far as its output tells. */
function lastLines(code, output) {
  // Reporters colour their lines.
  const all = stripVTControlCharacters(output).split('\n');
  const lines = all.map((line) => line.trim()).filter(Boolean);
  const failures = code === 0 ? [] : lines.filter((line) => /^(FAIL |✘|×|survived|\d+\) )/.test(line));
  return [...new Set([...failures, ...lines.slice(-1)])];
}
