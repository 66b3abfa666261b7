import fs from 'node:fs';
import Mocha from 'mocha';

/** Runs inside the extension host: VS Code calls it, and a rejection is a failed run. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    // When a test counts as hanging, on a machine that does much else; a wait in it tells sooner what it waited for.
    timeout: 180_000,
    color: false,
    // Closing an editor and opening the next one can cross inside the workbench; what fails twice is a fault.
    retries: 1,
    ...(process.env.BNN_TEST_GREP ? { grep: process.env.BNN_TEST_GREP } : {}),
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  if (process.env.BNN_TEST_SUITE === 'roots') await import('./roots.js');
  else {
    await import('./first-contact.js');
    await import('./language.js');
    await import('./client.js');
    await import('./foldings.js');
    await import('./runs.js');
    await import('./runner.js');
    await import('./builds.js');
  }
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('end', () => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      const tally = process.env.BNN_TEST_TALLY;
      if (tally) fs.writeFileSync(tally, JSON.stringify({ passed: passes, failed, skipped: pending }));
    });
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
