import type { Page } from 'playwright-core';

/** A row that was drawn anew: the moment, as `Date.now()`, and its accessible name. */
export interface DrawnRow {
  readonly at: number;
  readonly name: string;
}

// In the page, whose types are not loaded here. A recycled row gets a new name as well, so no row is forgotten.
const install = `(() => {
  const drawn = (globalThis.drawnRows = []);
  const note = (row) => drawn.push({ at: Date.now(), name: row.getAttribute('aria-label') ?? '' });
  const rowsIn = (node) =>
    node.nodeType !== 1 ? [] : [...(node.matches('[role=treeitem]') ? [node] : []), ...node.querySelectorAll('[role=treeitem]')];
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') { if (target.matches('[role=treeitem]')) note(target); }
      else for (const node of addedNodes) rowsIn(node).forEach(note);
    }
  }).observe(document.querySelector('.part.sidebar'), {
    subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'],
  });
})()`;

/** Begins to write down when rows of the side bar change, by the clock of this machine. */
export async function watchRows(page: Page): Promise<void> {
  await page.evaluate(install);
}

/** What has been written down so far. */
export async function drawnRows(page: Page): Promise<readonly DrawnRow[]> {
  return await page.evaluate<DrawnRow[]>('globalThis.drawnRows');
}

/** Milliseconds from a moment until a row with such a name was drawn; undefined when none was. */
export function msUntilDrawn(drawn: readonly DrawnRow[], name: RegExp, since: number): number | undefined {
  const row = drawn.find((one) => one.at >= since && name.test(one.name));
  return row === undefined ? undefined : row.at - since;
}

/** VS Code lets so much time pass between two drawings of a tree. */
const pauseMs = 200;

/** Rows that follow each other within this time are one drawing. */
const drawingMs = 50;

/**
 * As `msUntilDrawn`, less what was left of VS Code's pause: from the moment at which it could have drawn the row at the
 * earliest. A drawing before the one of the row that changed no name of a row is not known of, so this is no less than
 * what it was.
 */
export function msPastPause(drawn: readonly DrawnRow[], name: RegExp, since: number): number | undefined {
  const index = drawn.findIndex((one) => one.at >= since && name.test(one.name));
  const row = drawn[index];
  if (row === undefined) return undefined;
  const before = drawn[beginOfDrawing(drawn, beginOfDrawing(drawn, index) - 1)];
  const pauseEnds = (before?.at ?? -Infinity) + pauseMs;
  return row.at - Math.min(row.at, Math.max(since, pauseEnds));
}

/** The first row of the drawing that a row belongs to; -1 for none. */
function beginOfDrawing(drawn: readonly DrawnRow[], index: number): number {
  let first = index;
  while (first > 0 && (drawn[first]?.at ?? 0) - (drawn[first - 1]?.at ?? 0) <= drawingMs) first -= 1;
  return first;
}

// Whatever of a row changes counts, also what no screen reader says: one for each row and turn of the page.
const count = `(() => {
  globalThis.rowChanges = 0;
  new MutationObserver((records) => {
    const rows = new Set();
    for (const { target } of records) {
      const row = (target.nodeType === 1 ? target : target.parentElement)?.closest('[role=treeitem]');
      if (row) rows.add(row);
    }
    globalThis.rowChanges += rows.size;
  }).observe(document.querySelector('.part.sidebar'), {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
})()`;

/** Begins to count how often rows of the side bar are drawn anew, for whatever reason. */
export async function countRowChanges(page: Page): Promise<void> {
  await page.evaluate(count);
}

export async function drawnChanges(page: Page): Promise<number> {
  return await page.evaluate<number>('globalThis.rowChanges');
}
