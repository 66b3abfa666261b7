// What a user sees of a build that runs: the notification with step, elapsed and expected time, and its Cancel. No test
// inside the extension host can read a notification, so it is looked at from outside, with recorded tools.
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../lib/run.mjs';
import { recordedTools } from './built.mjs';
import { nameProgram } from './outside.mjs';
import { expectHolds, runCommand, until, WAIT } from './page.mjs';

const toast = (page) => page.locator('.notification-toast', { hasText: 'BNN tfc.bnn: csynth' });

/** What must hold there, in this order. */
const checks = {
  'BNN: Build asks for the step and runs it in a terminal': async (page, { tools }) => {
    tools.play({ csynth: { log: ['begun'], hang: true, grandchild: true } });
    // Commands on a text are in the palette where an editor has the focus.
    await page.locator('.view-line').first().click();
    await runCommand(page, 'BNN: Build…');
    const step = page.locator('.quick-input-list .monaco-list-row', { hasText: 'csynth' });
    await step.first().click(WAIT);
    await page.locator('.terminal-wrapper').first().waitFor(WAIT);
    await until('the tool', () => tools.pids().length === 2);
  },
  'settings of the workspace that name a program start none, though it is trusted': (_, { witness }) =>
    expectHolds(!fs.existsSync(witness), 'the program of the workspace was not started'),
  'a notification tells the step, the elapsed time and the expected one': async (page) => {
    await toast(page).first().waitFor(WAIT);
    const told = async () => {
      const [text = ''] = await toast(page).allInnerTexts();
      return /csynth: (\d+:\d\d) of about 2:11/.exec(text)?.[1];
    };
    await until('the elapsed time', told);
    const first = await told();
    await until('another elapsed time', async () => (await told()) !== first);
  },
  'its Cancel ends the tool and all that it started': async (page, { tools, isRunning }) => {
    const pids = tools.pids();
    expectHolds(pids.every(isRunning), 'a tool that runs');
    await toast(page).hover();
    await toast(page).locator('.monaco-button', { hasText: 'Cancel' }).click(WAIT);
    await until('no process', () => !pids.some(isRunning));
    await toast(page).waitFor({ ...WAIT, state: 'detached' });
  },
  'a build that fails is told with its first cause, and a button leads to its line': async (page, { tools }) => {
    tools.play({
      csynth: { log: ["ERROR: [HLS 200-1023] Part 'xc7z020clg400-1' is not installed."], exit: 1 },
    });
    await page.locator('.view-line').first().click();
    await runCommand(page, 'BNN: Build…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'csynth' }).first().click(WAIT);
    const failed = page.locator('.notification-toast', { hasText: 'has failed: Part xc7z020clg400-1 is not' });
    await failed.first().waitFor(WAIT);
    expectHolds(await failed.locator('.monaco-button', { hasText: 'Open Log' }).isVisible(), 'a button to the log');
    await failed.locator('.monaco-button', { hasText: 'Go to Problem' }).click(WAIT);
    await until('the line of the device', async () =>
      /Ln 18,/.test((await page.locator('.statusbar').first().innerText()) ?? ''),
    );
  },
};

/** The window of these checks. */
export const building = {
  title: 'A build that runs',
  trust: false,
  checks,
  async prepare(scratch) {
    const { installRecorded, isRunning } = await recordedTools();
    const tools = installRecorded(path.join(scratch, 'recorded'), ['vitis_hls', 'vivado']);
    const workspace = path.join(scratch, 'building');
    const witness = path.join(scratch, 'started');
    fs.mkdirSync(workspace);
    for (const name of ['tfc.bnn', 'tfc.npz']) fs.copyFileSync(at('examples/mnist', name), path.join(workspace, name));
    nameProgram(workspace, witness);
    const settings = { 'bnn.tools.folders': [tools.bin] };
    return { workspace, file: 'tfc.bnn', settings, tools, isRunning, witness };
  },
};
