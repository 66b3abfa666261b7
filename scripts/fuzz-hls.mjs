// npm run fuzz:hls [networks] [first seed]: random networks, the generated C++ against the reference, layer by layer.
import { ensureDependencies } from './lib/dependencies.mjs';
import { at, main, run } from './lib/run.mjs';

await main(async () => {
  await ensureDependencies();
  const [networks = '300', seed = '1'] = process.argv.slice(2);
  const env = { ...process.env, BNN_FUZZ_NETWORKS: networks, BNN_FUZZ_SEED: seed };
  const vitest = at('node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--config', 'test/compile/vitest.config.mts', 'test/compile/networks.test.ts'];
  const { code } = await run(process.execPath, args, { env });
  if (code !== 0) process.exitCode = 1;
});
