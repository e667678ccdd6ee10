import type { Locator, Page } from 'playwright-core';
import { expectSoon } from './expectSoon.ts';
import { QuickInput } from './quickInput.ts';

/** What is needed of an element; the DOM's types are not loaded here. */
interface DrawnLine {
  readonly textContent: string | null;
  getBoundingClientRect(): { readonly top: number };
}

/** The text editors in the middle of the window. */
export class EditorArea {
  readonly #page: Page;
  readonly #quickInput: QuickInput;

  constructor(page: Page) {
    this.#page = page;
    this.#quickInput = new QuickInput(page);
  }

  /** The text editor that is shown. */
  get locator(): Locator {
    return this.#page
      .locator('.part.editor .editor-group-container.active .editor-instance .monaco-editor')
      .first();
  }

  /** The tab of a file or of another editor, by the beginning of its accessible name. */
  tab(name: string): Locator {
    return this.#page.locator('.part.editor').getByRole('tab', { name: new RegExp(`^${escape(name)}`) });
  }

  /** Opens a file of the workspace by its name, or another by its absolute path, and waits for its text. */
  async open(name: string): Promise<void> {
    await this.#page.keyboard.press('Control+p');
    await this.#quickInput.fill(name);
    const last = name.slice(name.lastIndexOf('/') + 1);
    await this.#quickInput.pick(new RegExp(`^${escape(last)}`));
    await this.tab(last).waitFor();
    await this.locator.locator('.view-line').first().waitFor();
  }

  /** Puts the cursor there; both count from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.#page.keyboard.press('Control+g');
    await this.#quickInput.fill(`:${line}:${column}`);
    await this.#quickInput.accept();
    await this.#page.locator('.part.editor .monaco-editor.focused').first().waitFor();
  }

  /** The lines on screen, from the top, their blanks made ordinary ones. */
  async text(): Promise<string> {
    const lines = await this.locator.locator('.view-line').evaluateAll((elements: readonly DrawnLine[]) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text.replaceAll('\u00a0', ' ')),
    );
    return lines.join('\n');
  }

  async waitForText(pattern: RegExp, timeoutMs?: number): Promise<void> {
    await expectSoon(() => this.text(), pattern, timeoutMs);
  }

  /** Types behind a line and saves, as somebody does who works: nothing is written from outside. */
  async appendAndSave(line: number, text: string): Promise<void> {
    await this.goTo(line, 1000);
    await this.#page.keyboard.type(text);
    await this.save();
  }

  /** Replaces the whole text and saves it; nothing completes or indents what is put in. */
  async replaceAndSave(text: string): Promise<void> {
    await this.locator.locator('.view-line').first().click();
    await this.#page.keyboard.press('Control+a');
    await this.#page.keyboard.insertText(text);
    await this.save();
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press('Control+s');
    await this.#page.locator('.part.editor .tab.active.dirty').waitFor({ state: 'detached' });
  }

  /** Clicks left of a line's number, where breakpoints are; waits until one stands there. */
  async setBreakpoint(line: number): Promise<void> {
    await this.goTo(line);
    const number = this.locator.locator('.margin .line-numbers').getByText(String(line), { exact: true });
    const box = await number.boundingBox();
    if (box === null) throw new Error(`Line ${line} is not on screen.`);
    await this.#page.mouse.click(box.x - 10, box.y + box.height / 2);
    await this.breakpoints.first().waitFor();
  }

  /** The marks of breakpoints in the margin. */
  get breakpoints(): Locator {
    return this.locator.locator('[class*="codicon-debug-breakpoint"]:not([class*="hint"])');
  }

  /** The line at which a debugged program has stopped. */
  get stoppedLine(): Locator {
    return this.#page.locator('.part.editor .debug-top-stack-frame-line');
  }

  /** A CodeLens by its text. */
  lens(text: string): Locator {
    return this.locator.locator('.codelens-decoration a').getByText(text, { exact: true }).first();
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
