import type { Locator, Page } from 'playwright-core';

/** The toasts in the corner of the window. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** A toast whose text fits. */
  toast(text: RegExp): Locator {
    return this.#page.locator('.notification-toast').filter({ hasText: text });
  }

  /** The texts of all toasts. */
  async texts(): Promise<string[]> {
    return await this.#page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  async clickButton(text: RegExp, button: string): Promise<void> {
    await this.toast(text).getByRole('button', { name: button }).click();
  }
}
