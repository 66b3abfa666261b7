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
  run: async () => {
    const { code } = await run(process.execPath, [at('scripts/start.mjs'), '--check'], { timeoutMs: 180_000 });
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
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

/**
 * The workbench suite in a process of its own, whose output is shown when it has ended: its windows wait more than they
 * compute, so that beside suites that compute they cost little time.
 */
async function workbenchBeside() {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-suite-'));
  const file = path.join(scratch, 'counts.json');
  try {
    const { output } = await run(process.execPath, [at('scripts/workbench/run.mjs'), vsix, file], { quiet: true });
    console.log(`\n=== ${workbench.name}: ${workbench.what}, beside the suites above\n${output.trim()}`);
    return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : FAILED;
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** The suites in turn; the workbench beside them where there are others; the start at the end, for it builds anew. */
async function runAll(suites) {
  const alone = suites.every((suite) => suite === workbench || suite === start);
  const beside = !alone && suites.includes(workbench) ? timedRow(workbench.name, workbenchBeside) : undefined;
  const rows = [];
  for (const suite of suites) {
    if (suite === workbench && beside) rows.push(await beside);
    else rows.push(await timed(suite));
  }
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
  const all = [...(await registered()), workbench, start];
  const suites = all.filter(wanted);
  if (suites.length === 0)
    throw new Explained(`There is no suite of that name. Suites: ${all.map(({ name }) => name).join(', ')}.`);

  const rows = [await timed({ name: 'build', what: 'bundles and .vsix within their budgets', run: buildOnce })];
  if (rows[0].failed === 0) rows.push(...(await runAll(suites)));
  report(rows);
});
