// npm test: everything that can be tested on this machine. Its last line is "N passed, N failed, N skipped".
//   npm test -- unit workbench    only those suites
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, Explained, main, run, seconds } from './lib/run.mjs';
import { countTests, hasTests, runVitest, vitestSuites } from './lib/suites.mjs';

// Tests that read third-party files beside the checkout, which are no part of it.
const THIRD_PARTY = {
  name: 'third-party',
  folder: 'test/third-party',
  what: 'recorded reports and trained networks of others',
  needs: '../shared',
};

const FAILED = { passed: 0, failed: 1, skipped: 0 };

const vsix = at('.workbench/bnn-fpga.vsix');

async function buildOnce() {
  const { packageExtension } = await import('./package.mjs');
  fs.mkdirSync(at('.workbench'), { recursive: true });
  await packageExtension(vsix);
  return { passed: 1, failed: 0, skipped: 0 };
}

const workbench = {
  name: 'workbench',
  what: 'the installed .vsix in a real VS Code',
  run: async () => (await import('./workbench/test.mjs')).runWorkbenchTests(vsix),
};

const start = {
  name: 'start',
  what: 'npm start -- --check',
  run: async (options) => {
    const args = [at('scripts/start.mjs'), '--check'];
    const { code, output } = await run(process.execPath, args, { timeoutMs: 180_000, ...options });
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
  },
};

/** The vitest suites that there are; those on third-party files only where the files are. */
async function registered() {
  const all = vitestSuites.filter(({ folder }) => hasTests(folder));
  if (hasTests(THIRD_PARTY.folder)) {
    if (fs.existsSync(at(THIRD_PARTY.needs))) all.push(THIRD_PARTY);
    else {
      const count = await countTests(THIRD_PARTY.folder);
      console.log(`${count} tests on third-party files are not registered: there is no ${THIRD_PARTY.needs}.`);
    }
  }
  return all.map((suite) => ({ ...suite, run: () => runVitest(suite.folder) }));
}

async function timed({ name, what, run: body }) {
  console.log(`\n=== ${name}: ${what}`);
  return timedRow(name, body);
}

async function timedRow(name, body) {
  const begun = performance.now();
  const counts = await body().catch((error) => {
    console.error(error instanceof Explained ? error.message : error);
    return FAILED;
  });
  return { name, ...counts, time: seconds(begun) };
}

/** The workbench suite in a process of its own, so that its output can be kept together. */
async function workbenchApart() {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-suite-'));
  const file = path.join(scratch, 'counts.json');
  try {
    const { output } = await run(process.execPath, [at('scripts/workbench/run.mjs'), vsix, file], { quiet: true });
    return { ...(fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : FAILED), output };
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** Suites that open windows, one after the other, beside those that compute; the output of each is shown when it has ended. */
async function inWindows(suites) {
  const rows = [];
  for (const { name, what, run: body } of suites) {
    const quiet = name === 'workbench' ? workbenchApart : () => body({ quiet: true });
    const { output = '', ...row } = await timedRow(name, quiet);
    console.log(`\n=== ${name}: ${what}, beside the suites above\n${output.trim()}`);
    rows.push(row);
  }
  return rows;
}

/**
 * All suites in turn, but those that open windows beside the others: they wait more than they compute. The start builds
 * dist/ anew, which only what runs first, the unit suite, has nothing to do with.
 */
async function runAll(suites) {
  const windows = suites.filter((suite) => suite === start || suite === workbench);
  const others = suites.filter((suite) => !windows.includes(suite));
  const isBeside = (suite) => others.length > 0 && (suite === workbench || others[0].name === 'unit');
  const beside = inWindows(windows.filter(isBeside));
  const rows = [];
  for (const suite of others) rows.push(await timed(suite));
  rows.push(...(await beside));
  for (const suite of windows.filter((each) => !isBeside(each))) rows.push(await timed(suite));
  return rows;
}

function report(rows) {
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map(sum);
  console.log('');
  for (const row of rows)
    console.log(
      `${row.name.padEnd(12)} ${row.passed} passed, ${row.failed} failed, ${row.skipped} skipped (${row.time})`,
    );
  const skipFails = Boolean(process.env.CI) && skipped > 0;
  if (skipFails) console.log('With CI set, a skipped test is a failure.');
  if (failed > 0 || skipFails) process.exitCode = 1;
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
}

await main(async () => {
  await ensureDependencies();
  const asked = process.argv.slice(2);
  const wanted = ({ name }) => asked.length === 0 || asked.includes(name);
  const all = [...(await registered()), start, workbench];
  const suites = all.filter(wanted);
  if (suites.length === 0)
    throw new Explained(`There is no suite of that name. Suites: ${all.map(({ name }) => name).join(', ')}.`);

  const rows = [await timed({ name: 'build', what: 'bundles and .vsix within their budgets', run: buildOnce })];
  if (rows[0].failed === 0) rows.push(...(await runAll(suites)));
  report(rows);
});
