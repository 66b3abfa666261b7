import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandLine } from '../../server/src/cli/program.js';
import { nodeHost } from '../../server/src/host/node.js';
import type { BuildEvent } from '../../server/src/lsp/protocol.js';
import { readRunRecord, type RunRecord } from '../../server/src/reports/runs/run-record.js';
import type { Step } from '../../server/src/vendor/steps.js';
import { installRecorded, type RecordedStep, type RecordedTools } from './recorded/install.js';
import { recordedSuccess } from './recorded/success.js';

const root = path.resolve(import.meta.dirname, '../..');

export const NETWORK = `network N {
  input x type=bipolar shape=32
  dense d units=16 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=4 weights=bipolar activation=none pe=1 simd=4
}
target t for N {
  device=pynq_z1
  clock=100MHz
}
`;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when a text stands in what was printed so far. */
  says(text: string | RegExp): Promise<void>;
}

/** A folder with a network, recorded tools and a place for the project, all with names that a shell would stumble on. */
export interface Bench {
  readonly folder: string;
  readonly file: string;
  /** Of the project. */
  readonly out: string;
  readonly tools: RecordedTools;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Running;
  /** `bnn build FILE --step STEP --out OUT`, with the tools on PATH. */
  build(step: string, ...more: readonly string[]): Promise<Ended>;
  /** The same within this process, where the tools are named. */
  buildHere(step: string, ...more: readonly string[]): Promise<Ended>;
  start(step: string, ...more: readonly string[]): Running;
  /** A step that prints its marker and writes all of its reports. */
  success(step: Step, more?: RecordedStep): RecordedStep;
  record(id: string): RunRecord | undefined;
  runs(): readonly string[];
  events(): readonly BuildEvent[];
  remove(): void;
}

export function bench(): Bench {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'bnn-build-')), "a b $(touch x) ; 'q'");
  mkdirSync(folder);
  const file = path.join(folder, 'net.bnn');
  const out = path.join(folder, 'out $(touch y) `touch z`');
  writeFileSync(file, NETWORK);
  const tools = installRecorded(folder, ['vitis_hls', 'vivado']);
  const runs = (): readonly string[] => list(path.join(out, '.bnn', 'runs'));
  const self: Bench = {
    folder,
    file,
    out,
    tools,
    run(args, env = {}) {
      const paths = `${tools.bin}${path.delimiter}${process.env['PATH'] ?? ''}`;
      const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), ...args], {
        cwd: folder,
        env: { ...process.env, PATH: paths, XILINX_HLS: '', XILINX_VITIS: '', XILINX_VIVADO: '', ...env },
      });
      return watched(child);
    },
    start: (step, ...more) => self.run(['build', file, '--step', step, '--out', out, ...more]),
    build: (step, ...more) => self.start(step, ...more).ended,
    buildHere: (step, ...more) =>
      inProcess(['build', file, '--step', step, '--out', out, '--tools', tools.bin, ...more]),
    success: (step, more) => recordedSuccess(step, more),
    record: (id) => readRunRecord(readFileSync(path.join(out, '.bnn', 'runs', id, 'run.json'), 'utf8')),
    runs,
    events: () =>
      readFileSync(path.join(out, '.bnn', 'progress.jsonl'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as BuildEvent),
    remove: () => rmSync(path.dirname(folder), { recursive: true, force: true }),
  };
  return self;
}

async function inProcess(args: readonly string[]): Promise<Ended> {
  let out = '';
  let err = '';
  const terminal = { out: (text: string) => (out += text), err: (text: string) => (err += text), colour: false };
  return { code: await commandLine(terminal, nodeHost).run(args), out, err };
}

function watched(child: ChildProcess): Running {
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  const hear = (): void => {
    for (const look of waiting) look();
  };
  child.stdout?.on('data', (data: Buffer) => {
    out += data.toString();
    hear();
  });
  child.stderr?.on('data', (data: Buffer) => {
    err += data.toString();
    hear();
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return {
    process: child,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (typeof text === 'string' ? !`${out}${err}`.includes(text) : !text.test(`${out}${err}`)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended without ${String(text)}:\n${out}\n${err}`)));
      }),
  };
}

function list(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}
