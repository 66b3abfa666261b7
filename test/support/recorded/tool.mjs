// A recorded tool: stands in for vitis_hls, vitis-run, vivado_hls and vivado. Beside it lies scenario.json, which says by
// step what it prints, which reports it writes (relative to the project's folder), and how it ends.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setInterval } from 'node:timers';

const here = path.dirname(process.argv[1]);
const args = process.argv.slice(2);
const scenario = JSON.parse(fs.readFileSync(path.join(here, 'scenario.json'), 'utf8'));

if (args.some((arg) => /^--?version$/.test(arg))) {
  console.log(`Vivado v${scenario.version ?? '2022.2'} (64-bit)`);
} else {
  const step = path.basename(args.find((arg) => arg.endsWith('.tcl')) ?? '', '.tcl');
  const {
    log = [],
    reports = {},
    files = {},
    exit = 0,
    signal,
    hang = false,
    grandchild = false,
  } = scenario[step] ?? {};
  fs.appendFileSync(path.join(here, 'calls.jsonl'), `${JSON.stringify({ step, args, cwd: process.cwd() })}\n`);
  if (grandchild) {
    // In a session of its own, as the runs of Vivado may be.
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    child.unref();
    fs.writeFileSync(path.join(here, 'pids.json'), JSON.stringify([process.pid, child.pid]));
  }
  for (const line of log) console.log(line);
  for (const [name, text] of Object.entries({ ...reports, ...files })) {
    const file = path.resolve('..', name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  if (signal) process.kill(process.pid, signal);
  if (hang) setInterval(() => undefined, 1000);
  else process.exitCode = exit;
}
