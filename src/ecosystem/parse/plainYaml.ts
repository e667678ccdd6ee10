import type { Node, ObjectNode, PropertyNode, StringNode } from '../tree/node.ts';

/** Deeper nesting is left to the parser of all of YAML. */
const deepest = 50;

const emptyLine = / *(?:#[^\n]*)?(?:\r?\n|$)/y;
const comment = / *#/y;
const restOfLine = /(?: +#[^\n]*| *)(?:\r?\n|$)/y;
const blanks = / */y;
const dash = /-(?=[ \r\n]|$)/y;
const keyAndColon = /[A-Za-z_][\w.-]*:(?=[ \r\n]|$)/y;
const doubleQuoted = /"[^"\\\r\n]*"/y;
const singleQuoted = /'[^'\r\n]*'(?!')/y;
/** Ends before a comment; a colon that ends a name is no part of it. */
const plain = /(?:[\w./$~(^\u00a1-\ud7ff]|-(?=[\w./-]))(?:[^\s:#]|:(?=[^\s])|(?<=[^ ])#| +(?=[^\s#]))*/y;
const plainInFlow =
  /(?:[\w./$~(^\u00a1-\ud7ff]|-(?=[\w./-]))(?:[^\s:#,[\]{}]|:(?=[^\s,[\]{}])|(?<=[^ ])#| +(?=[^\s#,[\]{}:]))*/y;

const number = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;
/** What may be no text to YAML, unless it is one of the usual words and numbers. */
const special =
  /^(?:~|true|false|null|0o[0-7]+|0x[\da-f]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?\.(?:inf|nan))$/i;
/** Characters that YAML has a meaning of its own for, or none. */
const unusual = /[\0-\t\v\f\x0e-\x1f\x7f\x85\u2028\u2029\ufeff]|\r(?!\n)|^(?:---|\.\.\.)/m;

/**
 * What a YAML text says that is written as nearly all ecosystem files are: lists and names below each other, values on
 * one line, nothing twice, nothing missing. Null for every other text, also for broken ones: the parser of all of YAML
 * has to read them. What that would make of the text is what this makes of it, many times as fast.
 */
export function readPlainYaml(text: string): Node | null {
  return unusual.test(text) ? null : new Reader(text).read();
}

class Reader {
  readonly #text: string;
  /** The first character that says something on the current line, or behind the dashes of lists that begin on it. */
  #at = 0;
  /** Its column; -1 at the end. */
  #column = 0;
  /** Where the line after that of the last value begins. */
  #end = 0;
  #depth = 0;
  /** A comment stands deeper than what follows: it belongs to the object above, and makes that longer. */
  #hasDeepComment = false;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Node | null {
    this.#goTo(0);
    const node = this.#column === -1 ? null : this.#block();
    return this.#column === -1 && !this.#hasDeepComment ? node : null;
  }

  /** Below a sign on a line above, or behind a dash. */
  #block(): Node | null {
    if (this.#depth === deepest) return null;
    this.#depth += 1;
    const node = this.#isDash() ? this.#list() : this.#object();
    this.#depth -= 1;
    return node;
  }

  #list(): Node | null {
    const [start, column] = [this.#at, this.#column];
    const items: Node[] = [];
    while (this.#column === column && this.#isDash()) {
      const item = this.#item();
      if (item === null || this.#column > column) return null;
      items.push(item);
    }
    return { kind: 'array', items, isOpen: false, start, end: this.#end };
  }

  #item(): Node | null {
    const behind = this.#match(blanks, this.#at + 1);
    const column = this.#column;
    if (this.#goToBelow(behind)) return this.#column > column ? this.#block() : null;
    if (this.#match(dash, behind) === -1 && this.#match(keyAndColon, behind) === -1)
      return this.#value(behind);
    this.#column += behind - this.#at;
    this.#at = behind;
    return this.#block();
  }

  #object(): ObjectNode | null {
    const [start, column] = [this.#at, this.#column];
    const properties: PropertyNode[] = [];
    const names = new Set<string>();
    while (this.#column === column) {
      const end = this.#match(keyAndColon, this.#at);
      // A list below an object that is not its own.
      if (end === -1) return null;
      const key = this.#keyTo(end - 1);
      if (key === null || names.has(key.value)) return null;
      names.add(key.value);
      const value = this.#valueOf(end, column);
      if (value === null || this.#column > column) return null;
      properties.push(property(key, end - 1, value));
    }
    return { kind: 'object', properties, isOpen: false, start, end: this.#end };
  }

  #valueOf(colonEnd: number, column: number): Node | null {
    const behind = this.#match(blanks, colonEnd);
    if (!this.#goToBelow(behind)) return this.#value(behind);
    // The dashes of a list may stand right below the name.
    const isBelow = this.#column > column || (this.#column === column && this.#isDash());
    return isBelow ? this.#block() : null;
  }

  /** Goes to the next line that says something where this one says no more. */
  #goToBelow(at: number): boolean {
    const next = this.#match(emptyLine, at);
    if (next === -1) return false;
    this.#goTo(next);
    return true;
  }

  /** What is all on one line, to the end of that. */
  #value(at: number): Node | null {
    const node = this.#inline(at, plain);
    const next = node === null ? -1 : this.#match(restOfLine, node.end);
    if (next === -1) return null;
    this.#end = next;
    this.#goTo(next);
    return node;
  }

  #inline(start: number, unquoted: RegExp): Node | null {
    switch (this.#text[start]) {
      case '[':
        return this.#flowList(start);
      case '{':
        return this.#flowObject(start);
      case '"':
      case "'": {
        const end = this.#match(this.#text[start] === '"' ? doubleQuoted : singleQuoted, start);
        return end === -1
          ? null
          : { kind: 'string', value: this.#text.slice(start + 1, end - 1), start, end };
      }
      default: {
        const end = this.#match(unquoted, start);
        return end === -1 ? null : scalar(this.#text.slice(start, end), start);
      }
    }
  }

  #flowList(start: number): Node | null {
    const items: Node[] = [];
    const end = this.#flow(start, ']', (at) => {
      const item = this.#inline(at, plainInFlow);
      if (item !== null) items.push(item);
      return item?.end ?? -1;
    });
    return end === -1 ? null : { kind: 'array', items, isOpen: false, start, end };
  }

  #flowObject(start: number): Node | null {
    const properties: PropertyNode[] = [];
    const end = this.#flow(start, '}', (at) => {
      const colonEnd = this.#match(keyAndColon, at);
      const key = colonEnd === -1 ? null : this.#keyTo(colonEnd - 1, at);
      if (key === null || properties.some((other) => other.key.value === key.value)) return -1;
      const value = this.#inline(this.#match(blanks, colonEnd), plainInFlow);
      if (value !== null) properties.push(property(key, colonEnd - 1, value));
      return value?.end ?? -1;
    });
    return end === -1 ? null : { kind: 'object', properties, isOpen: false, start, end };
  }

  /** Entries between brackets; `entry` takes where one starts and returns where it ends. -1: not plain. */
  #flow(start: number, close: string, entry: (at: number) => number): number {
    if (this.#depth === deepest) return -1;
    this.#depth += 1;
    let at = this.#match(blanks, start + 1);
    if (this.#text[at] !== close) {
      for (;;) {
        const end = entry(at);
        if (end === -1) return -1;
        at = this.#match(blanks, end);
        if (this.#text[at] !== ',') break;
        at = this.#match(blanks, at + 1);
      }
    }
    this.#depth -= 1;
    return this.#text[at] === close ? at + 1 : -1;
  }

  /** Null where the word would not be taken for text. */
  #keyTo(end: number, start = this.#at): StringNode | null {
    const node = scalar(this.#text.slice(start, end), start);
    return node?.kind === 'string' ? node : null;
  }

  #isDash(): boolean {
    return this.#match(dash, this.#at) !== -1;
  }

  #goTo(lineStart: number): void {
    let start = lineStart;
    let deepestComment = 0;
    for (let next = start; next !== -1 && start < this.#text.length; next = this.#match(emptyLine, start)) {
      deepestComment = Math.max(deepestComment, this.#match(comment, start) - 1 - start);
      start = next;
    }
    this.#at = this.#match(blanks, start);
    this.#column = start < this.#text.length ? this.#at - start : -1;
    if (deepestComment > Math.max(this.#column, 0)) this.#hasDeepComment = true;
  }

  /** Where a match that begins at an offset ends; -1 without one. */
  #match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : -1;
  }
}

function property(key: StringNode, separator: number, value: Node): PropertyNode {
  return { kind: 'property', key, value, separator, start: key.start, end: value.end };
}

/** Null for what only the parser of all of YAML knows. */
function scalar(text: string, start: number): Node | null {
  const end = start + text.length;
  if (number.test(text)) return { kind: 'number', value: Number(text), start, end };
  if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', start, end };
  if (text === 'null') return { kind: 'null', start, end };
  return special.test(text) ? null : { kind: 'string', value: text, start, end };
}
