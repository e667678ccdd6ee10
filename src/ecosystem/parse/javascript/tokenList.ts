/**
 * The tokens of a text, in parallel arrays; the last one is of type `end`. The type of a name (identifier or keyword)
 * is `name`, that of punctuation the punctuation itself. `a${b}c${d}e` gives `templateHead`, `templateMiddle` and
 * `templateTail` with the tokens of b and d in between; a template without substitutions is a `template`.
 */
export interface TokenList {
  readonly types: string[];
  readonly starts: number[];
  readonly ends: number[];
  readonly newlines: boolean[];
  /** Of an opening bracket, or a template's part that opens: the index of what closes it. -1 when there is none. */
  readonly matches: number[];
  /** Strings and templates that end with their line for want of a closing quote. */
  readonly unclosed: Set<number>;
}

const openers: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  templateHead: '}',
  templateMiddle: '}',
};

/** Adds tokens and pairs the brackets. A closing bracket leaves what was opened after its partner unpaired. */
export class TokenCollector {
  readonly list: TokenList = {
    types: [],
    starts: [],
    ends: [],
    newlines: [],
    matches: [],
    unclosed: new Set(),
  };
  readonly #open: number[] = [];
  /** Those of `#open` that a `}` closes. */
  readonly #openBraces: number[] = [];
  readonly #openCounts: Record<string, number> = { ')': 0, ']': 0, '}': 0 };
  /** A line break has been passed since the last token. */
  newline = true;
  /** No regular expression closes between here and the last one that was tried. */
  noRegexBefore = 0;

  get lastType(): string | undefined {
    return this.list.types.at(-1);
  }

  add(type: string, start: number, end: number): void {
    const { types, starts, ends, newlines, matches } = this.list;
    const closes = openers[type];
    if (closes !== undefined) {
      this.#open.push(types.length);
      if (closes === '}') this.#openBraces.push(types.length);
      this.#openCounts[closes] = (this.#openCounts[closes] ?? 0) + 1;
    } else if (type === ')' || type === ']' || type === '}') {
      this.#close(type);
    }
    types.push(type);
    starts.push(start);
    ends.push(end);
    newlines.push(this.newline);
    matches.push(-1);
    this.newline = false;
  }

  /** The next token, a part of a template, closes the `${` that `closesTemplate` found. */
  closeTemplate(): void {
    this.#close('}');
  }

  /** A `}` here ends the substitution of a template. */
  closesTemplate(): boolean {
    const brace = this.#openBraces.at(-1);
    return brace !== undefined && this.list.types[brace] !== '{';
  }

  isInTemplate(): boolean {
    const type = this.list.types[this.#open.at(-1) ?? -1];
    return type === 'templateHead' || type === 'templateMiddle';
  }

  /** Gives up the innermost open bracket. */
  abandon(): void {
    const closes = openers[this.list.types[this.#open.pop() ?? -1] ?? ''];
    if (closes === '}') this.#openBraces.pop();
    if (closes !== undefined) this.#openCounts[closes] = (this.#openCounts[closes] ?? 0) - 1;
  }

  #close(type: string): void {
    if ((this.#openCounts[type] ?? 0) === 0) return;
    for (;;) {
      const index = this.#open.at(-1) ?? -1;
      this.abandon();
      if (openers[this.list.types[index] ?? ''] !== type) continue;
      this.list.matches[index] = this.list.types.length;
      return;
    }
  }
}
