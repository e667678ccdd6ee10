import type { Locator, Page } from 'playwright-core';
import { Row } from './row.ts';

/**
 * A tree in the side bar. It is found by attributes: they are what VS Code gives roles and names by, and a search by
 * computed roles looks through the whole window each time.
 */
export class TreeView {
  readonly locator: Locator;

  /** `name`: a part of the accessible name. */
  constructor(page: Page, name: string) {
    this.locator = page.locator(`[role="tree"][aria-label*=${JSON.stringify(name)}]`);
  }

  /** The first row whose accessible name fits (a string: starts with it). */
  row(name: string | RegExp): Row {
    if (typeof name === 'string')
      return new Row(this.locator.locator(`[role="treeitem"][aria-label^=${JSON.stringify(name)}]`).first());
    return new Row(this.locator.getByRole('treeitem', { name }).first());
  }

  /**
   * Accessible names of the rows on screen, from the top, each with its level in front: `2 web-1, online`. Read one by
   * one, because that waits where a window loads anew.
   */
  async names(): Promise<string[]> {
    const rows = await this.locator.locator('[role="treeitem"]').all();
    return await Promise.all(
      rows.map(
        async (row) =>
          `${await row.getAttribute('aria-level')} ${(await row.getAttribute('aria-label')) ?? ''}`,
      ),
    );
  }
}
