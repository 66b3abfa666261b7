// Runs the workbench suite in a process of its own, so that its output can be kept together: VSIX, and the file for its counts.
import fs from 'node:fs';
import { main } from '../lib/run.mjs';
import { runWorkbenchTests } from './test.mjs';

const [vsix, file] = process.argv.slice(2);
await main(async () => fs.writeFileSync(file, JSON.stringify(await runWorkbenchTests(vsix))));
