import type { Locator, Page } from 'playwright-core';
import { untilShown } from './untilShown.ts';

/** The list or box at the top of the window: palette, QuickPicks, input boxes. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get locator(): Locator {
    return this.#page.locator('.quick-input-widget');
  }

  get #input(): Locator {
    return this.locator.locator('.quick-input-filter input, .quick-input-box input').first();
  }

  /** The first entry whose accessible name fits; a string: is part of it. */
  entry(name: string | RegExp): Locator {
    return this.locator.getByRole('option', { name }).first();
  }

  /** Accessible names of the entries on screen. */
  async entries(): Promise<string[]> {
    const options = await this.locator.getByRole('option').all();
    return await Promise.all(options.map(async (option) => (await option.getAttribute('aria-label')) ?? ''));
  }

  /** Waits for an entry and takes it. */
  async pick(name: string | RegExp): Promise<void> {
    await this.entry(name).click();
  }

  /** Ticks an entry of a pick of several. */
  async tick(name: string | RegExp): Promise<void> {
    await this.locator.getByRole('checkbox', { name }).first().click();
  }

  /** Replaces the text of the box. */
  async fill(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** What the box says when it is empty. */
  async placeholder(): Promise<string> {
    return (await this.#input.getAttribute('placeholder')) ?? '';
  }

  /** What the box asks for, or what is wrong with the text in it. */
  get message(): Locator {
    return this.locator.locator('.quick-input-message');
  }

  /** Acts until the box that asks this is open: on a busy machine the menu that opens it may close it as well. */
  async openBy(question: string | RegExp, act: () => Promise<void>): Promise<void> {
    await untilShown(this.message.filter({ hasText: question }), act);
  }

  /** Answers the box that asks this, and not one that is about to give way to it. */
  async answer(question: string | RegExp, text: string): Promise<void> {
    await this.message.filter({ hasText: question }).waitFor();
    await this.fill(text);
    await this.accept();
  }

  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.locator.waitFor({ state: 'hidden' });
  }
}
