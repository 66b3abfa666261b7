import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { RunningTool, ToolOptions, ToolOutcome } from './host.js';
import { endTree, RUN_MARK } from './process-tree.js';
import { batchArguments, isBatchFile, windowsEnvironment } from './tools/batch-file.js';

/** Output of a tool that is kept, at most; the end counts. */
const MOST_OUTPUT = 4 * 1024 * 1024;
/** A tool that was asked to end has so long where nobody says otherwise; then it is killed. */
const GRACE_MS = 200;

/** Starts a tool by its executable and arguments, never through a shell. */
export function runTool(executable: string, args: readonly string[], options: ToolOptions): RunningTool {
  const mark = options.mark ?? randomUUID();
  const batch = process.platform === 'win32' && isBatchFile(executable);
  const detached = process.platform !== 'win32';
  const cwd = fileURLToPath(options.folder);
  let words: readonly string[];
  try {
    words = batch ? batchArguments(executable, args, cwd) : args;
  } catch (error) {
    return { outcome: Promise.resolve(notStarted(error)), cancel: () => undefined };
  }
  const child = spawn(batch ? (process.env['ComSpec'] ?? 'cmd.exe') : executable, words, {
    cwd,
    env: {
      ...(process.platform === 'win32' ? windowsEnvironment(process.env) : process.env),
      ...options.env,
      [RUN_MARK]: mark,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    windowsVerbatimArguments: batch,
    // A group of its own, so that what the tool starts ends with it.
    detached,
  });
  const output = tail(MOST_OUTPUT);
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output.add(text);
      options.text?.(text);
      if (!options.line) return;
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) options.line(line);
    });
    stream.on('end', () => {
      if (rest !== '') options.line?.(rest);
    });
  }
  let ending: Promise<void> | undefined;
  let closed = false;
  const outcome = new Promise<ToolOutcome>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? { status: 'missing' } : notStarted(error, output.text())),
    );
    child.on('close', (code, signal) => {
      closed = true;
      const ended: ToolOutcome = {
        status: 'ended',
        code: code ?? -1,
        output: signal ? `${output.text()}\nended by ${signal}` : output.text(),
        ...(signal ? { signal } : {}),
      };
      if (ending) void ending.then(() => resolve({ status: 'cancelled' }));
      else resolve(ended);
    });
  });
  return {
    outcome,
    cancel() {
      // What it started may hold its streams open after it has ended.
      if (closed) return;
      ending ??= endTree({ pid: child.pid, mark }, options.graceMs ?? GRACE_MS);
    },
  };
}

function notStarted(error: unknown, output = ''): ToolOutcome {
  return { status: 'ended', code: -1, output: output + (error instanceof Error ? error.message : String(error)) };
}

/** Keeps the end of a long text. */
function tail(most: number): { add(text: string): void; text(): string } {
  let parts: string[] = [];
  let length = 0;
  return {
    add(text) {
      parts.push(text);
      length += text.length;
      if (length < 2 * most) return;
      const kept = parts.join('').slice(-most);
      parts = [kept];
      length = kept.length;
    },
    text: () => parts.join('').slice(-most),
  };
}
