// What each screenshot shows: the example it opens, and what is done before the picture is taken.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at } from '../lib/run.mjs';

const hints = (page) => page.waitForSelector('.view-line span[class*="dyn-rule"]', { timeout: 30_000 });
const rest = (page, ms = 700) => page.waitForTimeout(ms);

/** Puts the pointer on a word of the text. */
async function hoverOver(page, word) {
  await page.locator('.view-line span', { hasText: word }).last().hover();
  await page.waitForSelector('.monaco-hover:not(.hidden)', { timeout: 10_000 });
  await rest(page);
}

/** Opens the line that holds `text` in the editor, with the cursor at its end. */
async function goToEndOf(page, text) {
  await page.locator('.view-line', { hasText: text }).first().click();
  await page.keyboard.press('End');
}

/** A project of the example, with a report in Vivado's shape and made-up numbers. */
function measureTfc(workspace) {
  const folder = path.join(workspace, 'mnist/build');
  execFileSync(process.execPath, [at('dist/cli.js'), 'generate', `${workspace}/mnist/tfc.bnn`, '--out', folder], {
    stdio: 'ignore',
  });
  const rows = {
    TFC_top: 7420,
    '  fc0_mvtu_U0': 4310,
    '  fc1_mvtu_U0': 480,
    '  fc2_mvtu_U0': 455,
    '  fc3_mvtu_U0': 130,
  };
  const report = `| Tool Version : Vivado v.2022.2 (lin64) Build 3671981
| Command      : report_utilization -hierarchical -file utilization_hierarchical_routed.rpt
| Design       : TFC_top
| Device       : xc7z020clg400-1
| Design State : Routed

+---+---+---+---+---+---+---+---+---+---+
| Instance | Module | Total LUTs | Logic LUTs | LUTRAMs | SRLs | FFs | RAMB36 | RAMB18 | DSP Blocks |
+---+---+---+---+---+---+---+---+---+---+
${Object.entries(rows)
  .map(([name, lut]) => `| ${name} | m | ${lut} | ${lut} | 0 | 0 | ${Math.round(lut * 1.1)} | 0 | 0 | 0 |`)
  .join('\n')}
+---+---+---+---+---+---+---+---+---+---+
`;
  const reports = path.join(folder, 'vivado/reports');
  fs.mkdirSync(reports, { recursive: true });
  fs.writeFileSync(path.join(reports, 'utilization_hierarchical_routed.rpt'), report);
}

export const scenes = [
  {
    name: 'editor',
    file: 'cnv.bnn',
    async act(page) {
      await hints(page);
      await rest(page, 1500);
    },
  },
  {
    name: 'measured',
    file: 'mnist/tfc.bnn',
    prepare: measureTfc,
    async act(page) {
      await hints(page);
      await page.locator('.view-line', { hasText: 'routed' }).first().waitFor({ timeout: 30_000 });
      await hoverOver(page, 'fc1');
    },
  },
  {
    name: 'hover',
    file: 'cnv.bnn',
    async act(page) {
      await hints(page);
      await hoverOver(page, 'c1');
    },
  },
  {
    name: 'completion',
    file: 'cnv.bnn',
    async act(page) {
      await hints(page);
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
];

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
