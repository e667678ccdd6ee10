import type { Page } from 'playwright-core';

/**
 * Gives windows of a page a display language before they load. VS Code's own texts stay English, because no language pack
 * is installed; extensions load their translation.
 */
export async function speak(page: Page, language: string): Promise<void> {
  await page.addInitScript((own: string) => {
    Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => own, set: () => undefined });
  }, language);
}
