// What scripts do on a page that shows the workbench.

/** For Playwright's own waiting. */
export const WAIT = { timeout: 30_000 };

/** Picks a command by its whole title. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await page.waitForSelector('.quick-input-widget input', WAIT);
  await page.keyboard.type(title);
  // Until the list has followed what was typed, its first row is the command that was run last.
  await until(`${title} in the palette`, async () => {
    const [first = ''] = await page.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
    return first.replaceAll('\u00a0', ' ').trim().startsWith(title);
  });
  await page.keyboard.press('Enter');
}

export async function until(what, probe) {
  for (let tries = 0; tries < 120; tries++) {
    if (await probe()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`waited in vain for ${what}`);
}

export function expectHolds(holds, what) {
  if (!holds) throw new Error(`expected: ${what}`);
}
