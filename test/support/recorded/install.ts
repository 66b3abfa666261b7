import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a recorded tool does in one step. */
export interface RecordedStep {
  readonly log?: readonly string[];
  /** By path below the project's folder. */
  readonly reports?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly exit?: number;
  readonly signal?: string;
  readonly hang?: boolean;
  readonly grandchild?: boolean;
}

export type Scenario = Readonly<Record<string, RecordedStep | string>>;

export interface RecordedTools {
  /** To be named with `--tools`, or put on PATH. */
  readonly bin: string;
  play(scenario: Scenario): void;
  /** The steps that were started so far. */
  calls(): readonly { readonly step: string; readonly args: readonly string[]; readonly cwd: string }[];
  /** The process of the tool, and that which it started. */
  pids(): readonly number[];
}

/** Puts recorded tools of a version into a folder. */
export function installRecorded(folder: string, names: readonly string[], version = '2022.2'): RecordedTools {
  const bin = path.join(folder, 'Vivado', version, 'bin');
  mkdirSync(bin, { recursive: true });
  // From the root: scripts bundle this module to another folder, as deep as this one.
  const script = readFileSync(new URL('../../../test/support/recorded/tool.mjs', import.meta.url), 'utf8');
  writeFileSync(path.join(bin, 'package.json'), '{"type":"module"}');
  for (const name of names) {
    const file = path.join(bin, name);
    writeFileSync(file, `#!${process.execPath}\n${script}`);
    chmodSync(file, 0o755);
  }
  const lines = (name: string): string => {
    const file = path.join(bin, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  return {
    bin,
    play: (scenario) => writeFileSync(path.join(bin, 'scenario.json'), JSON.stringify(scenario)),
    calls: () =>
      lines('calls.jsonl')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { step: string; args: string[]; cwd: string }),
    pids: () => JSON.parse(lines('pids.json') || '[]') as number[],
  };
}

/** Whether a process runs; one that has ended and was not collected does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}
