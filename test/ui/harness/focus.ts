import type { Locator, Page } from 'playwright-core';

/** What is needed of elements; the DOM's types are not loaded here. */
interface FocusedElement {
  getAttribute(name: string): string | null;
  readonly textContent: string | null;
  readonly shadowRoot: FocusedRoot | null;
}
interface FocusedRoot {
  readonly activeElement: FocusedElement | null;
  getElementById(id: string): FocusedElement | null;
}

/**
 * The name of what has the focus; in lists that is the entry they point at, as screen readers follow it. Empty when it has
 * none.
 */
export async function focusedName(page: Page): Promise<string> {
  return await page.evaluate(() => {
    let { document: root } = globalThis as unknown as { document: FocusedRoot };
    // Context menus live in a tree of their own.
    while (root.activeElement?.shadowRoot?.activeElement) root = root.activeElement.shadowRoot;
    const active = root.activeElement;
    const entry = root.getElementById(active?.getAttribute('aria-activedescendant') ?? '');
    const named = entry ?? active;
    return (named?.getAttribute('aria-label') ?? named?.textContent ?? '').trim();
  });
}

/** Presses a key until what has the focus fits, a few dozen times at most; returns all names on the way. */
export async function pressUntil(
  page: Page,
  key: string,
  fits: (name: string) => boolean,
): Promise<string[]> {
  const names = [await focusedName(page)];
  while (!fits(names.at(-1) ?? '')) {
    if (names.length > 40) throw new Error(`${key} never came to it, but to ${names.join(' | ')}`);
    await page.keyboard.press(key);
    names.push(await focusedName(page));
  }
  return names;
}

/** Everything below that people can act on and that has no name, as role and place. */
export async function unnamed(part: Locator): Promise<string[]> {
  const snapshot = await part.ariaSnapshot();
  return snapshot
    .split('\n')
    .map((line) => line.trim())
    .filter((line) =>
      /^- (?:button|link|treeitem|menuitem|option|tab|checkbox|textbox|combobox)\b(?! ")/.test(line),
    );
}
