// npm run verify: the quick checks to run before each commit.
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, main, run, seconds } from './lib/run.mjs';

const bin = (file) => at('node_modules', file);
// Properties over many cases, and programs run in processes of their own: `npm test` runs them.
const LONG = [
  ...[
    'folding/exact',
    'folding/exact-networks',
    'folding/every-folding',
    'estimate/simulate/oracle',
    'language/limits',
    'ide/sweep',
  ],
  ...['workspace/incremental', 'hardware/sanity', 'reports/variants', 'estimate/simulate/depths'],
  ...['hardware/explain', 'network/robust', 'golden/random', 'language/reparse'],
  ...['vendor/scripts', 'vendor/driver', 'vendor/tcl-text', 'cli/build-outcomes', 'cli/build-history', 'cli/folding'],
  ...['folding/choices', 'cli/diff'],
];
const without = LONG.flatMap((name) => ['--exclude', `test/unit/${name}.test.ts`]);
// The longest first: two run side by side.
const checks = [
  {
    name: 'tests',
    args: [
      ...[bin('vitest/vitest.mjs'), 'run', 'test/unit/', 'test/project/', '--coverage', '--reporter=dot'],
      ...without,
    ],
  },
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--cache', '--cache-location', at('.cache/eslint/')] },
  {
    name: 'types',
    args: [
      bin('typescript/bin/tsc'),
      '--noEmit',
      '-p',
      '.',
      '--incremental',
      '--tsBuildInfoFile',
      at('.cache/tsc.json'),
    ],
  },
  { name: 'dead code', args: [bin('knip/bin/knip.js'), '--no-progress'] },
  {
    name: 'format',
    args: [
      ...[bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
      ...['--cache', '--cache-location', at('.cache/prettier.json')],
    ],
  },
];

await main(async () => {
  await ensureDependencies();
  const begun = performance.now();
  const rows = [];
  const env = { ...process.env, NO_COLOR: '1' };
  const queue = [...checks];
  const work = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const start = performance.now();
      const { code, output } = await run(process.execPath, check.args, { quiet: true, env });
      rows.push({ name: check.name, ok: code === 0, time: seconds(start) });
      const text = output.trim();
      if (code !== 0) console.log(`\n=== ${check.name}\n${text}`);
      else if (check.name === 'tests')
        console.log(
          text
            .split('\n')
            .filter((line) => /Tests|Statements|Branches|Functions|Lines/.test(line))
            .join('\n'),
        );
    }
  };
  await Promise.all([work(), work()]);
  console.log('');
  for (const { name, ok, time } of rows) console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${time})`);
  console.log(`verified in ${seconds(begun)}`);
  if (rows.some(({ ok }) => !ok)) process.exitCode = 1;
});
