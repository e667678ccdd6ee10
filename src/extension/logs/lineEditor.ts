/** What typing comes to. */
export interface Typed {
  /** Lines that were entered, without their ends. */
  readonly lines: readonly string[];
  /** A key that would end a program in a terminal of its own. */
  readonly interrupted: boolean;
}

const escapeSequence = /^\u001b(?:\[[\d;?]*[ -/]*[@-~]|O[A-Z]|.)?/;
const up = /^\u001b(?:\[|O)A$/;
const keptLines = 50;

/**
 * The line that is being typed in a terminal: Backspace, Ctrl+U (all), Ctrl+W (a word), Up (the lines before), Enter.
 * A paste may bring several lines.
 */
export class LineEditor {
  #text = '';
  #entered: string[] = [];
  #recalled = 0;

  /** What has been typed and not entered. */
  get text(): string {
    return this.#text;
  }

  type(input: string): Typed {
    const lines: string[] = [];
    let interrupted = false;
    for (let rest = input; rest !== '';) {
      const sequence = escapeSequence.exec(rest)?.[0];
      const key = sequence ?? String.fromCodePoint(rest.codePointAt(0) ?? 0);
      rest = rest.slice(key === '\r' && rest.startsWith('\r\n') ? 2 : key.length);
      if (key === '\r' || key === '\n') lines.push(this.#enter());
      else if (key === '\u0003' || key === '\u0004') interrupted = true;
      else this.#edit(key);
    }
    return { lines, interrupted };
  }

  #enter(): string {
    const line = this.#text;
    this.#text = '';
    this.#recalled = 0;
    if (line !== '') this.#entered = [line, ...this.#entered].slice(0, keptLines);
    return line;
  }

  #edit(key: string): void {
    if (key === '\u007f' || key === '\b') this.#text = [...this.#text].slice(0, -1).join('');
    else if (key === '\u0015') this.#text = '';
    else if (key === '\u0017') this.#text = this.#text.replace(/\S*\s*$/, '');
    else if (up.test(key)) this.#recall();
    else if (key === '\t' || key >= ' ') this.#text += key.startsWith('\u001b') ? '' : key;
  }

  #recall(): void {
    this.#text = this.#entered[this.#recalled] ?? this.#text;
    this.#recalled = Math.min(this.#recalled + 1, this.#entered.length);
  }
}
