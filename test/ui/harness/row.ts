import { expectSoon } from './expectSoon.ts';
import type { Locator } from 'playwright-core';

/** One row of a tree, found by its accessible name. */
export class Row {
  readonly locator: Locator;

  constructor(locator: Locator) {
    this.locator = locator;
  }

  /** The accessible name: what a screen reader says. */
  async name(): Promise<string> {
    return (await this.locator.getAttribute('aria-label')) ?? '';
  }

  /** What is seen on the row: label and description. */
  async text(): Promise<string> {
    const parts = await this.locator.locator('.label-name, .label-description').allInnerTexts();
    return parts.join(' ').replace(/\s+/g, ' ').trim();
  }

  async waitForName(pattern: RegExp, timeoutMs = 30_000): Promise<void> {
    await expectSoon(() => this.name(), pattern, timeoutMs);
  }

  async waitForText(pattern: RegExp, timeoutMs = 30_000): Promise<void> {
    await expectSoon(() => this.text(), pattern, timeoutMs);
  }

  async select(): Promise<void> {
    await this.#uncover();
    await this.locator.click();
  }

  async expand(): Promise<void> {
    if ((await this.locator.getAttribute('aria-expanded')) === 'true') return;
    await this.#uncover();
    await this.locator.click();
    if ((await this.locator.getAttribute('aria-expanded')) === 'true') return;
    await this.locator.press('ArrowRight');
  }

  /** Clicks an inline button, which shows while the mouse is over the row. `name` is the command's title. */
  async clickButton(name: string): Promise<void> {
    await this.#uncover();
    await this.locator.hover();
    // A key that does the same is named behind the title.
    await this.locator.getByRole('button', { name: new RegExp(`^${escape(name)}(?: \\(.*\\))?$`) }).click();
  }

  /** The titles of the inline buttons. */
  async buttons(): Promise<string[]> {
    await this.#uncover();
    await this.locator.hover();
    const buttons = await this.locator.getByRole('button').all();
    const names = await Promise.all(
      buttons.map(async (button) => (await button.getAttribute('aria-label')) ?? ''),
    );
    return names.map((name) => name.replace(/ \([^()]*\)$/, ''));
  }

  /** Opens the context menu and clicks an entry. */
  async clickMenu(entry: string): Promise<void> {
    await this.#uncover();
    await this.locator.click({ button: 'right' });
    // A menu takes no clicks in its first moments; the entry under the mouse takes the key at once.
    const page = this.locator.page();
    // A key that does the same stands in the entry, too.
    const label = page.locator('.action-label', { hasText: new RegExp(`^${escape(entry)}$`) });
    await page.getByRole('menuitem').filter({ has: label }).hover();
    await page.keyboard.press('Enter');
  }

  /** The tooltip of another row, which lies over this one, stays as long as the mouse does. */
  async #uncover(): Promise<void> {
    await this.locator.page().mouse.move(1, 1);
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
