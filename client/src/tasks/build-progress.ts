import path from 'node:path';
import * as vscode from 'vscode';
import type { BuildEvent } from '../../../server/src/lsp/protocol.js';
import type { PlacedBuild } from './build-task.js';
import { clock } from './clock.js';
import { readProgress } from './progress-file.js';

/** The file is looked at so often; the clock in the notification moves as often. */
const LOOK_MS = 500;

/**
 * Shows how far a build is, from the file that it writes, with a Cancel that ends it and all that it started. Gives all
 * that it wrote, when it has ended.
 */
export async function showProgress(
  execution: vscode.TaskExecution,
  { folder }: PlacedBuild,
): Promise<readonly BuildEvent[]> {
  const reader = readProgress(path.join(folder, '.bnn', 'progress.jsonl'), Date.now());
  const title = `BNN ${execution.task.name}`;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const all: BuildEvent[] = [];
    const state = new BuildState();
    token.onCancellationRequested(() => execution.terminate());
    const ended = hasEnded(execution);
    for (let running = true; running;) {
      running = await Promise.race([ended.then(() => false), later(LOOK_MS).then(() => true)]);
      for (const event of await reader.next()) {
        all.push(event);
        state.take(event);
      }
      progress.report({ message: state.message(Date.now()) });
    }
    return all;
  });
}

function hasEnded(execution: vscode.TaskExecution): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidEndTask((end) => {
      if (end.execution !== execution) return;
      listener.dispose();
      resolve();
    });
  });
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Where a build stands. */
class BuildState {
  private step = '';
  private phase = '';
  private sinceMs = 0;
  private readonly expected = new Map<string, number>();

  take(event: BuildEvent): void {
    if (event.event === 'build') {
      for (const { step, expectedSeconds } of event.steps)
        if (expectedSeconds !== null) this.expected.set(step, expectedSeconds);
    } else if (event.event === 'step') {
      this.step = event.state === 'started' ? event.step : '';
      this.phase = '';
      this.sinceMs = Date.parse(event.time);
    } else if (event.event === 'phase' && event.state === 'started') this.phase = event.phase;
  }

  message(nowMs: number): string {
    if (this.step === '') return vscode.l10n.t('preparing');
    const step = this.phase === '' ? this.step : `${this.step}, ${this.phase}`;
    const elapsed = clock((nowMs - this.sinceMs) / 1000);
    const expected = this.expected.get(this.step);
    return expected === undefined
      ? vscode.l10n.t('{0}: {1}', step, elapsed)
      : vscode.l10n.t('{0}: {1} of about {2}', step, elapsed, clock(expected));
  }
}
