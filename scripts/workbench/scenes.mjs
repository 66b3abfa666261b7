// What each screenshot shows: the example it opens, and what is done before the picture is taken.
import fs from 'node:fs';
import path from 'node:path';
import { buildTfc } from './built.mjs';
import { runCommand } from './page.mjs';

const hints = (page) => page.waitForSelector('.view-line span[class*="dyn-rule"]', { timeout: 30_000 });
const rest = (page, ms = 700) => page.waitForTimeout(ms);

/** Puts the pointer on a word of the text. */
async function hoverOver(page, word) {
  await page.locator('.view-line span', { hasText: word }).last().hover();
  await page.waitForSelector('.monaco-hover:not(.hidden)', { timeout: 10_000 });
  await rest(page);
}

/**
 * Waits until nothing is searched or simulated any more: a latency is an upper bound, `<=`, until its simulation has ended.
 * Lenses that were replaced may stay, hidden.
 */
async function settled(page) {
  await hints(page);
  const lenses = page.locator('.codelens-decoration:visible');
  await lenses.filter({ hasText: 'latency' }).first().waitFor({ timeout: 30_000 });
  await lenses
    .filter({ hasText: /searching|<=/ })
    .first()
    .waitFor({ state: 'detached', timeout: 180_000 });
  await rest(page);
}

/** Waits until the lines show what was measured after routing, beside what a search that has ended chose. */
async function measuredHints(page) {
  await settled(page);
  await page.locator('.view-line', { hasText: 'routed' }).first().waitFor({ timeout: 30_000 });
}

/** Shows the workbench in another theme. */
const themed = (theme) => (workspace) => {
  fs.mkdirSync(path.join(workspace, '.vscode'), { recursive: true });
  fs.writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
};

/** Opens the line that holds `text` in the editor, with the cursor at its end. */
async function goToEndOf(page, text) {
  await page.locator('.view-line', { hasText: text }).first().click();
  await page.keyboard.press('End');
}

export const scenes = [
  {
    name: 'editor',
    file: 'cnv.bnn',
    act: settled,
  },
  {
    name: 'measured',
    file: 'mnist/tfc.bnn',
    prepare: buildTfc,
    async act(page) {
      await measuredHints(page);
      await hoverOver(page, 'fc1');
    },
  },
  {
    name: 'hover',
    file: 'cnv.bnn',
    async act(page) {
      await settled(page);
      await hoverOver(page, 'c1');
    },
  },
  {
    name: 'completion',
    file: 'cnv.bnn',
    async act(page) {
      await settled(page);
      await goToEndOf(page, 'argmax  label');
      await page.keyboard.press('Enter');
      await page.keyboard.type('dense extra units=10 ');
      await page.keyboard.press('Control+Space');
      await page.waitForSelector('.suggest-widget.visible', { timeout: 10_000 });
      await rest(page, 1500);
    },
  },
  {
    name: 'problems',
    file: 'cnv.bnn',
    async act(page) {
      await hints(page);
      await spoilFolding(page);
      await page.keyboard.press('Control+Shift+M');
      await rest(page, 1500);
    },
  },
  {
    name: 'quick-fix',
    file: 'cnv.bnn',
    async act(page) {
      await hints(page);
      await spoilFolding(page);
      await page.keyboard.press('Control+.');
      await page.waitForSelector('.action-widget', { timeout: 10_000 });
      await rest(page, 1500);
    },
  },
  {
    name: 'builds',
    file: 'mnist/tfc.bnn',
    prepare: buildTfc,
    async act(page) {
      await measuredHints(page);
      await runCommand(page, 'BNN: Show Builds');
      // The other views of the Explorer take the room.
      await page
        .locator('.pane-header', { hasText: /^examples$/i })
        .first()
        .click();
      const rows = page.locator('.tree-explorer-viewlet-tree-view .monaco-list-row');
      for (const group of ['Reports', 'Runs', 'Layers', 'Totals'])
        await rows.filter({ hasText: group }).first().locator('.monaco-tl-twistie').click();
      await rest(page, 1500);
    },
  },
  listOf('foldings', 'BNN: Explore Foldings', 'MFPS'),
  listOf('boards', 'BNN: Which Board', 'FPS'),
  {
    name: 'fold-preview',
    file: 'mnist/tfc.bnn',
    async act(page) {
      await settled(page);
      await runCommand(page, 'BNN: Fold for Target');
      await page.waitForSelector('.notification-toast >> text=Write', { timeout: 60_000 });
      await rest(page);
    },
  },
  inTheme('editor-dark', 'Default Dark Modern'),
  inTheme('editor-high-contrast', 'Default High Contrast'),
];

/** The list that a command shows, once it holds this text. */
function listOf(name, command, text) {
  return {
    name,
    file: 'mnist/tfc.bnn',
    async act(page) {
      await settled(page);
      await runCommand(page, command);
      await page.waitForSelector(`.quick-input-list .monaco-list-row >> text=${text}`, { timeout: 60_000 });
      await rest(page);
    },
  };
}

/** The editor alone in a theme. */
function inTheme(name, theme) {
  return {
    name,
    file: 'cnv.bnn',
    prepare: themed(theme),
    act: settled,
  };
}

/** Types an illegal pe into the fold of c1, and leaves the cursor there. */
async function spoilFolding(page) {
  await goToEndOf(page, 'fold c1');
  for (let left = 0; left < ' simd=64'.length; left++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('48');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.squiggly-error', { timeout: 20_000 });
  await rest(page);
}
