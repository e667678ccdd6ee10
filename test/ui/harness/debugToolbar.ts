import type { Locator, Page } from 'playwright-core';

/** The bar that floats above a window in which something is debugged. */
export class DebugToolbar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get locator(): Locator {
    return this.#page.locator('.debug-toolbar');
  }

  async waitUntilOpen(): Promise<void> {
    await this.locator.waitFor();
  }

  async waitUntilClosed(): Promise<void> {
    await this.locator.waitFor({ state: 'hidden' });
  }

  /** `Continue`, `Restart`, `Disconnect`, `Stop`: the beginning of a button's name, without its key. */
  async click(button: string): Promise<void> {
    await this.locator.getByRole('button', { name: new RegExp(`^${button}`) }).click();
  }
}
