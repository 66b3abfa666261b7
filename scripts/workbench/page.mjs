// What scripts do on a page that shows the workbench.

/** For Playwright's own waiting: what takes a second or two may take minutes on a machine that does much else. */
export const WAIT = { timeout: 120_000 };

/** Picks a command by its whole title. What opens meanwhile may take the focus, and with it close the palette: then again. */
export async function runCommand(page, title) {
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  await until(`${title} in the palette`, async () => {
    await page.keyboard.press('F1');
    try {
      await input.fill(`>${title}`, SHORT);
      // Until the list has followed what was typed, its first row is the command that was run last.
      const row = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
      await row.first().waitFor(SHORT);
      await input.press('Enter', SHORT);
      return true;
    } catch {
      await page.keyboard.press('Escape');
      return false;
    }
  });
}

/** How long the palette may take before it is opened anew. */
const SHORT = { timeout: 10_000 };

export async function until(what, probe) {
  for (let tries = 0; tries < 480; tries++) {
    if (await probe()) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`waited in vain for ${what}`);
}

export function expectHolds(holds, what) {
  if (!holds) throw new Error(`expected: ${what}`);
}
