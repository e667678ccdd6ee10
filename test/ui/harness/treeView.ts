import type { Locator, Page } from 'playwright-core';
import { Row } from './row.ts';

/** A tree in the side bar. */
export class TreeView {
  readonly locator: Locator;

  constructor(page: Page, name: string | RegExp) {
    this.locator = page.getByRole('tree', { name });
  }

  /** The first row whose accessible name fits (a string: starts with it). */
  row(name: string | RegExp): Row {
    const pattern = typeof name === 'string' ? new RegExp(`^${escape(name)}`) : name;
    return new Row(this.locator.getByRole('treeitem', { name: pattern }).first());
  }

  /** Accessible names of the rows on screen, from the top, each with its level in front: `2 web-1, online`. */
  async names(): Promise<string[]> {
    const rows = await this.locator.getByRole('treeitem').all();
    return await Promise.all(
      rows.map(
        async (row) =>
          `${await row.getAttribute('aria-level')} ${(await row.getAttribute('aria-label')) ?? ''}`,
      ),
    );
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
