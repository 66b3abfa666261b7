// What only a user sees: the installed extension in a workspace that is not trusted, its walkthrough, and the help that
// is offered when its server keeps failing. Driven from outside, for a window that runs extension tests is always trusted.
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../lib/run.mjs';
import { expectHolds, runCommand, until, WAIT } from './page.mjs';
import { nameProgram } from './outside.mjs';

/** What must hold there; each throws where it does not. They run in this order, in one window. */
const checks = {
  'the window says that it is restricted': (page) =>
    page.waitForSelector('.statusbar-item >> text=Restricted Mode', WAIT),
  'what is wrong is underlined': (page) => page.waitForSelector('.squiggly-error', WAIT),
  'hints stand on the lines': (page) => page.waitForSelector('.view-line span[class*="dyn-rule"]', WAIT),
  'a quick fix is offered': async (page) => {
    await page.locator('.squiggly-error').first().waitFor(WAIT);
    await page.keyboard.press('F8');
    // The menu is empty where it is asked for before the fixes of the new place have come.
    await until('the menu of fixes', async () => {
      await page.keyboard.press('Control+.');
      await page.waitForTimeout(700);
      return (await page.locator('.action-widget').count()) > 0;
    });
    await page.keyboard.press('Escape');
  },
  'commands that start no tool are in the palette, those that do are not': async (page) => {
    const shown = await palette(page, 'BNN: ');
    expectHolds(shown.includes('BNN: Pick Target'), `Pick Target in the palette; there are ${shown}`);
    expectHolds(
      !shown.some((label) => /Generate HLS|Build…|Doctor|Learn/.test(label)),
      `no tools in the palette; there are ${shown}`,
    );
  },
  'every key that asks for a tool gets a message, and nothing is started or written': async (page, { workspace }) => {
    const before = fs.readdirSync(workspace).join();
    const told = page.locator('.notification-toast >> text=trusted workspaces only');
    for (const { key } of KEYS_TO_TOOLS) {
      await page.keyboard.press(key);
      await told.first().waitFor(WAIT);
      await runCommand(page, 'Notifications: Clear All Notifications');
      await told.first().waitFor({ ...WAIT, state: 'detached' });
    }
    expectHolds((await page.locator('.terminal-wrapper').count()) === 0, 'no terminal was opened');
    const after = fs.readdirSync(workspace).join();
    expectHolds(after === before, `nothing written; there is ${after}`);
  },
  'settings of the workspace that name a program start none': async (page, { witness }) => {
    await page.waitForTimeout(1000);
    expectHolds(!fs.existsSync(witness), 'the program of the workspace was not started');
  },
  'nothing of the extension has opened by itself': async (page) => {
    const tabs = await page.locator('.tab .label-name').allInnerTexts();
    expectHolds(tabs.join() === 'net.bnn', `one tab; there are ${tabs}`);
  },
  'the walkthrough is on the welcome page': async (page) => {
    await runCommand(page, 'Help: Welcome');
    await page.locator('.gettingStartedContainer .prev-button').first().click(WAIT);
    await page.waitForSelector('.getting-started-category >> text=Get started with BNN', WAIT);
  },
  'the walkthrough is opened by its command, with a picture at each step': async (page) => {
    await runCommand(page, 'BNN: Open Walkthrough');
    // The steps of the walkthrough that the welcome page showed first stand there until ours are drawn.
    await until('seven steps', async () => (await page.locator('.getting-started-step').count()) === 7);
  },
  'an example is opened as a new text, with its hints': async (page) => {
    await runCommand(page, 'BNN: Open an Example');
    await page.waitForSelector('.quick-input-list .monaco-list-row >> text=tfc', WAIT);
    // The walkthrough may have the focus again by now, as one of its steps is done.
    await page.locator('.quick-input-widget input[type="text"]').first().fill('tfc');
    // Enter takes nothing while the list is being filtered.
    await page.waitForSelector('.quick-input-list .monaco-list-row.focused >> text=tfc', WAIT);
    await page.locator('.quick-input-widget input[type="text"]').first().press('Enter');
    await page.waitForSelector('.view-line span[class*="dyn-rule"]', WAIT);
  },
  'a server that keeps failing is told, with Restart, Open Log and Copy Report': async (page, { extensionsDir }) => {
    await killServers(extensionsDir, async () => page.locator('.notification-toast >> text=keeps failing').count());
    for (const button of ['Restart', 'Open Log', 'Copy Report'])
      await page.waitForSelector(`.notification-toast >> text=${button}`, WAIT);
  },
  'Restart starts it again': async (page, { extensionsDir }) => {
    await page.locator('.notification-toast .monaco-button >> text=Restart').first().click();
    await until('a server', () => serverProcesses(extensionsDir).length > 0);
  },
};

/** The window of these checks. */
export const restricted = {
  title: 'Restricted Mode, walkthrough, failing server',
  trust: true,
  checks,
  prepare(scratch) {
    const workspace = path.join(scratch, 'not trusted');
    const witness = path.join(scratch, 'started');
    makeWorkspace(workspace, witness);
    const keybindings = KEYS_TO_TOOLS.map(({ key, command }) => {
      return { key: key.toLowerCase().replace('control', 'ctrl'), command };
    });
    return { workspace, file: 'net.bnn', settings: ASKING, keybindings, witness };
  },
};

/** A key for each command that starts a process. The palette hides these commands, a key does not. */
const KEYS_TO_TOOLS = [
  { key: 'Control+Alt+Shift+G', command: 'bnn.generateHls' },
  { key: 'Control+Alt+Shift+B', command: 'bnn.build' },
  { key: 'Control+Alt+Shift+D', command: 'bnn.doctor' },
  { key: 'Control+Alt+Shift+L', command: 'bnn.learnFromReports' },
];

const ASKING = {
  'security.workspace.trust.enabled': true,
  // Neither a dialog nor a banner: what is not decided is not trusted.
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** A text with an error that leaves numbers, and settings that would start a program if they were followed. */
function makeWorkspace(folder, witness) {
  fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  const text = fs.readFileSync(at('examples/tfc.bnn'), 'utf8').replace('fc1 units=64', 'fc1 units=64 pe=5');
  fs.writeFileSync(path.join(folder, 'net.bnn'), text);
  nameProgram(folder, witness);
}

/** The labels that the palette lists for what is typed. */
async function palette(page, typed) {
  await page.keyboard.press('F1');
  await page.waitForSelector('.quick-input-widget input', WAIT);
  await page.keyboard.type(typed);
  let labels = [];
  // The list is filtered as it is typed, and grows for a moment.
  await until(`the commands of ${typed}`, async () => {
    const before = labels.join();
    await page.waitForTimeout(500);
    labels = await page.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
    return /\bBNN\b/.test(labels[0] ?? '') && labels.join() === before;
  });
  await page.keyboard.press('Escape');
  return labels.map((label) => label.replaceAll('\u00a0', ' ').trim());
}

/** Ends the language server as often as it is started, until `done` says something. */
async function killServers(extensionsDir, done) {
  await until('the end of all restarts', async () => {
    for (const id of serverProcesses(extensionsDir)) process.kill(id, 'SIGKILL');
    return (await done()) > 0;
  });
}

/** Process ids of the language servers of the extension as installed there. */
function serverProcesses(extensionsDir) {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        const command = fs.readFileSync(`/proc/${id}/cmdline`, 'utf8');
        return command.includes(extensionsDir) && command.includes('dist/server.js');
      } catch {
        return false;
      }
    })
    .map(Number);
}
