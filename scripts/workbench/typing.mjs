// A network typed by hand, at the pace of a hand, with the list of suggestions open wherever it opens by itself.
import fs from 'node:fs';
import path from 'node:path';
import { expectHolds, until, WAIT } from './page.mjs';

const LINES = [
  'network Mine {',
  'input x type=int8 shape=14x14x1',
  'conv c filters=8 kernel=1 weights=int2 activation=uint2 fifo=5',
  'maxpool p size=2',
  'dense d units=10 weights=int4 activation=none',
  'argmax y',
];
const TARGET = ['target t for Mine {', 'device=pynq_z1 clock=100MHz', 'throughput=10kFPS', 'budget lut=70%'];

const checks = {
  'every line is kept as typed, indented, in braces that close by themselves': async (page, { workspace, typed }) => {
    // The text that a window opens by itself is made before VS Code has read how the extension indents.
    await page.waitForSelector('.statusbar-item >> text=BNN', WAIT);
    await page.waitForSelector('.statusbar-item >> text=Spaces: 2', WAIT);
    await page.locator('.view-lines').first().click();
    await serverAnswers(page);
    await typeLines(page, LINES);
    // Out of the braces, the second of which was typed by the editor.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await typeLines(page, TARGET);
    await page.keyboard.press('Control+S');
    const saved = path.join(workspace, typed);
    await until('the file', () => fs.readFileSync(saved, 'utf8').includes('budget'));
    const text = fs.readFileSync(saved, 'utf8');
    const [network, ...layers] = LINES;
    const [target, ...goals] = TARGET;
    const inside = (lines) => lines.map((line) => `  ${line}\n`).join('');
    const expected = `${network}\n${inside(layers)}}\n${target}\n${inside(goals)}}`;
    const kept = text.replace(/^ *\n/gm, '');
    expectHolds(kept === expected, `${JSON.stringify(expected)}, but there is ${JSON.stringify(text)}`);
  },
  'the network has its numbers': (page) => page.waitForSelector('.view-line >> text=/kFPS|MFPS/', WAIT),
};

/**
 * Until the server offers a whole file. When it comes up while suggestions are asked for, the editor asks anew wherever the
 * cursor is by then, behind an opening brace too, where Enter takes the first of what comes.
 */
async function serverAnswers(page) {
  const offered = page.locator('.suggest-widget .monaco-list-row', { hasText: 'network and target' });
  await until('suggestions of the server', async () => {
    await page.keyboard.press('Control+Space');
    const shown = await offered
      .first()
      .waitFor({ timeout: 3000 })
      .then(
        () => true,
        () => false,
      );
    await page.keyboard.press('Escape');
    return shown;
  });
  await offered.first().waitFor({ ...WAIT, state: 'hidden' });
}

async function typeLines(page, lines) {
  for (const line of lines) {
    await page.keyboard.type(line, { delay: 60 });
    // Long enough for suggestions to open: Enter may then take one of them.
    await page.waitForTimeout(1200);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
  }
}

/** The window of these checks. */
export const typing = {
  title: 'typing by hand',
  trust: false,
  checks,
  prepare(scratch) {
    const workspace = path.join(scratch, 'typed');
    fs.mkdirSync(workspace);
    const typed = 'mine.bnn';
    fs.writeFileSync(path.join(workspace, typed), '');
    return { workspace, file: typed, typed };
  },
};
