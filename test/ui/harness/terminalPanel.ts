import type { Locator, Page } from 'playwright-core';
import { expectSoon } from './expectSoon.ts';

/** How long a terminal may take to show what is typed. */
const echoMs = 3000;

/** The Terminal panel; a pseudoterminal of an extension looks the same. */
export class TerminalPanel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The terminal that is shown. */
  get locator(): Locator {
    return this.#page.locator('.part.panel .terminal-wrapper.active').first();
  }

  /** The name of the terminal that is shown: from its tab, or from the title while it is the only one. */
  async name(): Promise<string> {
    const names = this.#page.locator(
      '.part.panel .single-terminal-tab, .part.panel .terminal-tabs-entry.selected, .part.panel .tabs-list .monaco-list-row.selected',
    );
    return (await names.first().innerText()).trim();
  }

  /** The lines on screen. */
  async text(): Promise<string> {
    const lines = await this.locator.locator('.xterm-rows > div').allInnerTexts();
    return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  async waitForText(pattern: RegExp, timeoutMs?: number): Promise<void> {
    await this.locator.waitFor();
    await expectSoon(() => this.text(), pattern, timeoutMs);
  }

  /** Types into the terminal, ended by Enter. What is typed while the window still moves the focus goes elsewhere. */
  async type(line: string): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await this.locator.locator('.xterm-helper-textarea').focus();
      await this.#page.keyboard.type(line);
      if (await this.#shows(line)) break;
    }
    await this.#page.keyboard.press('Enter');
  }

  /** Whether the screen ends with it, wrapped or not. */
  async #shows(line: string): Promise<boolean> {
    const ends = async (): Promise<string> => String(bare(await this.text()).endsWith(bare(line)));
    return await expectSoon(ends, /true/, echoMs).then(
      () => true,
      () => false,
    );
  }
}

function bare(text: string): string {
  return text.replace(/\s/g, '');
}
