import type { ReadStream, WriteStream } from 'node:tty';

const enter = '\u001b[?1049h\u001b[?25l\u001b[2J';
const leave = '\u001b[?25h\u001b[?1049l';

/** The whole terminal, until it is given back: also when the process ends by a signal or an error. */
export class Screen {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  /** What is on the screen; nothing is known of it at first and after a resize. */
  #shown: readonly string[] = [];
  #isOpen = false;

  constructor(input: ReadStream, output: WriteStream) {
    this.#input = input;
    this.#output = output;
  }

  get size(): { readonly rows: number; readonly columns: number } {
    return { rows: this.#output.rows, columns: this.#output.columns };
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#input.setRawMode(true);
    this.#input.resume();
    this.#output.write(enter);
    process.once('exit', this.close);
  }

  /** Gives the terminal back as it was. */
  readonly close = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    process.off('exit', this.close);
    this.#input.setRawMode(false);
    this.#input.pause();
    this.forget();
    // Writing to a terminal does not wait, so that this is written at the end of a process, too.
    this.#output.write(leave);
  };

  /** Everything is drawn anew next. */
  forget(): void {
    this.#shown = [];
  }

  /** Draws what differs from what is there. */
  draw(lines: readonly string[]): void {
    if (!this.#isOpen) return;
    const changed = changedLines(this.#shown, lines);
    this.#shown = lines;
    if (changed !== '') this.#output.write(changed);
  }
}

/** What has to be written so that a screen that shows `before` shows `after`; nothing known is written whole. */
export function changedLines(before: readonly string[], after: readonly string[]): string {
  let text = '';
  for (const [index, line] of after.entries()) {
    if (before[index] === line) continue;
    text += `\u001b[${index + 1};1H${line}\u001b[0m\u001b[K`;
  }
  return text;
}
