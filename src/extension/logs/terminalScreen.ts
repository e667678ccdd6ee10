/**
 * Composes what a terminal is sent so that the line being typed stays below the output. Lines of output end in a
 * line feed; what is typed is taken away before them and put back after them.
 */
export class TerminalScreen {
  #columns = 80;
  #typed = '';

  resize(columns: number): void {
    this.#columns = Math.max(1, columns);
  }

  /** Output above the line that is being typed. */
  print(lines: readonly string[]): string {
    return `${this.#erased()}${lines.map((line) => `${line}\u001b[0m\r\n`).join('')}${this.#typed}`;
  }

  /** The line being typed is another now. */
  type(text: string): string {
    const erased = this.#erased();
    // Bracketed pastes and tabs take the room of one space here.
    this.#typed = text.replaceAll('\t', ' ');
    return `${erased}${this.#typed}`;
  }

  /** An empty screen, and nothing to scroll back to. */
  clear(): string {
    return `\u001b[2J\u001b[3J\u001b[H${this.#typed}`;
  }

  /** Back to the first row of what is typed, and nothing from there on. */
  #erased(): string {
    const rows = Math.max(0, Math.ceil(widthOf(this.#typed) / this.#columns) - 1);
    return `${rows > 0 ? `\u001b[${rows}A` : ''}\r\u001b[J`;
  }
}

/** Cells that the text takes: two for what East Asian scripts and emoji use. */
function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        segment,
      )
        ? 2
        : 1;
  }
  return width;
}

/** A line of Drover's own, dimmed. */
export function dimmed(text: string): string {
  return `\u001b[2m${text}`;
}
