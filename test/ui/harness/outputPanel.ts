import type { Page } from 'playwright-core';
import { expectSoon } from './expectSoon.ts';

/** What is needed of an element; the DOM's types are not loaded here. */
interface DrawnLine {
  readonly textContent: string | null;
  getBoundingClientRect(): { readonly top: number };
}

/** The Output panel. */
export class OutputPanel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #panel() {
    return this.#page.locator('.part.panel .output-view');
  }

  /** The name of the channel that is shown. */
  async channel(): Promise<string> {
    const title = this.#page.locator('.part.panel .title-actions select, .part.panel .monaco-select-box');
    return await title.first().evaluate((box: { value?: string; textContent: string | null }) => {
      return box.value ?? box.textContent ?? '';
    });
  }

  /** The lines on screen, from the top. */
  async text(): Promise<string> {
    const lines = await this.#panel.locator('.view-line').evaluateAll((elements: readonly DrawnLine[]) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll('\u00a0', ' ')),
    );
    return lines.join('\n');
  }

  async waitForText(pattern: RegExp, timeoutMs?: number): Promise<void> {
    await this.#panel.waitFor();
    await expectSoon(() => this.text(), pattern, timeoutMs);
  }
}
