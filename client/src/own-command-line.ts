import { execFile } from 'node:child_process';
import * as vscode from 'vscode';
import type { Server } from './language-server.js';

/** How the command line ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Exit code of the command line where it could not make its result. */
export const FAILED = 1;

/**
 * Runs the extension's own command line with progress, without a shell, and logs what it says. Undefined where the user
 * cancelled.
 */
export function runOwnCommandLine(
  context: vscode.ExtensionContext,
  server: Server,
  title: string,
  args: readonly string[],
): Thenable<Ended | undefined> {
  const cli = context.asAbsolutePath('dist/cli.js');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (_, token) => {
    return new Promise<Ended | undefined>((resolve) => {
      // The editor's own node runs it: none need be installed.
      const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' };
      const child = execFile(process.execPath, [cli, ...args], { env, maxBuffer: 2 ** 26 }, (fault, out, err) => {
        if (token.isCancellationRequested) {
          resolve(undefined);
          return;
        }
        const code = fault ? (typeof fault.code === 'number' ? fault.code : FAILED) : 0;
        const ended: Ended = { code, out, err: err || (fault?.message ?? '') };
        for (const line of `${ended.err}${ended.out}`.split('\n')) if (line !== '') server.log.info(line);
        resolve(ended);
      });
      token.onCancellationRequested(() => child.kill());
    });
  });
}

/** The last line that a command line wrote: what became of it. */
export function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^bnn: /, '') ?? ''
  );
}
