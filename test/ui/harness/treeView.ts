import type { Locator, Page } from 'playwright-core';
import { Row } from './row.ts';

/** What is needed of an element; the DOM's types are not loaded here. */
interface Item {
  getAttribute(name: string): string | null;
}

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

  /** Accessible names of the rows on screen, from the top, each with its level in front: `2 web-1, online`. */
  async names(): Promise<string[]> {
    return await this.locator
      .locator('[role="treeitem"]')
      .evaluateAll((rows: readonly Item[]) =>
        rows.map((row) => `${row.getAttribute('aria-level')} ${row.getAttribute('aria-label') ?? ''}`),
      );
  }
}
