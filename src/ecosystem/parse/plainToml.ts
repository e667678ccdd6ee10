import type { Node, Span, StringNode } from '../tree/node.ts';
import { finished, TomlArray, TomlObject } from './tomlNodes.ts';
import type { TomlNode } from './tomlNodes.ts';

/** Deeper nesting is left to the parser of all of TOML. */
const deepest = 50;

const gap = /(?:[ \t]+|#[^\n]*|\r?\n)+/y;
const blanks = /[ \t]+/y;
const restOfLine = /[ \t]*(?:#[^\n]*)?(?:\n|\r\n|$)/y;
const header = /\[\[?[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*\]\]?/y;
const name = /[A-Za-z_][\w-]*/y;
const quoted = /"[^"\\\r\n]*"(?!")|'[^'\r\n]*'(?!')/y;
/** With something behind it: of a 0 that ends the text the parser of all of TOML mistakes the end. */
const number = /(?:0|-?[1-9]\d{0,14})(?:\.\d+)?(?=[ \t\r\n,\]}#])/y;
const flag = /(?:true|false)(?![\w.+-])/y;

/** Characters that TOML forbids, or that the parser of all of it may see otherwise. */
const unusual = /[\0-\x08\v\f\x0e-\x1f\x7f\ud800-\udfff\ufeff]|\r(?!\n)/;

/**
 * What a TOML text says that is written as nearly all ecosystem files are: plain names, values of one line and lists,
 * nothing twice, nothing missing. Null for every other text, also for broken ones: the parser of all of TOML has to
 * read them. What that would make of the text is what this makes of it, many times as fast.
 */
export function readPlainToml(text: string): Node | null {
  return unusual.test(text) ? null : new Reader(text).read();
}

class Reader {
  readonly #text: string;
  readonly #root: TomlObject;
  /** What headers have made: only that may get more by another header. */
  readonly #growing = new Set<TomlNode>();
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#root = new TomlObject({ start: 0, end: text.length });
    this.#growing.add(this.#root);
  }

  read(): Node | null {
    let table = this.#root;
    for (this.#pass(gap); this.#at < this.#text.length; this.#pass(gap)) {
      const added = this.#text[this.#at] === '[' ? this.#table() : this.#pair(table) ? table : null;
      if (added === null || !this.#pass(restOfLine)) return null;
      table = added;
    }
    return this.#root.properties.size === 0 ? null : finished(this.#root);
  }

  /** The table of a header. */
  #table(): TomlObject | null {
    const start = this.#at;
    if (!this.#pass(header)) return null;
    const span = { start, end: this.#at };
    const text = this.#text.slice(start, this.#at);
    const brackets = text.startsWith('[[') ? 2 : 1;
    if (text.endsWith(']]') !== (brackets === 2)) return null;
    const names = text.slice(brackets, -brackets).split('.');
    let table = this.#root;
    let at = start + brackets;
    for (const [index, value] of names.entries()) {
      const key: StringNode = { kind: 'string', value, start: at, end: at + value.length };
      at = key.end + 1;
      const isLast = index === names.length - 1;
      const next = isLast && brackets === 2 ? this.#addItem(table, key, span) : undefined;
      const found = next === undefined ? this.#step(table, key, { span, isLast }) : next;
      if (found === null) return null;
      table = found;
    }
    return table;
  }

  /** The table below another one: the last one where there is a list of them, a new one where there is none. */
  #step(
    table: TomlObject,
    key: StringNode,
    { span, isLast }: { readonly span: Span; readonly isLast: boolean },
  ): TomlObject | null {
    const known = table.properties.get(key.value)?.value;
    if (known === undefined) {
      const made = new TomlObject(span);
      table.add({ key, value: made, separator: null, ...span });
      this.#growing.add(made);
      return made;
    }
    if (isLast || known === null || !this.#growing.has(known)) return null;
    const inner = known instanceof TomlArray ? known.items.at(-1) : known;
    return inner instanceof TomlObject ? inner : null;
  }

  /** One more table of a list. */
  #addItem(table: TomlObject, key: StringNode, span: Span): TomlObject | null {
    let list = table.properties.get(key.value)?.value;
    if (list === undefined) {
      list = new TomlArray(span);
      table.add({ key, value: list, separator: null, ...span });
      this.#growing.add(list);
    }
    if (!(list instanceof TomlArray) || !this.#growing.has(list)) return null;
    const item = new TomlObject(span);
    list.items.push(item);
    return item;
  }

  #pair(table: TomlObject): boolean {
    const start = this.#at;
    if (!this.#pass(name)) return false;
    const key: StringNode = {
      kind: 'string',
      value: this.#text.slice(start, this.#at),
      start,
      end: this.#at,
    };
    this.#pass(blanks);
    const separator = this.#at;
    if (!this.#eat('=') || table.properties.has(key.value)) return false;
    this.#pass(blanks);
    const value = this.#value();
    if (value === null) return false;
    table.add({ key, value, separator, start, end: this.#at });
    return true;
  }

  #value(): TomlNode | null {
    const start = this.#at;
    const first = this.#text[start];
    if (first === '[' || first === '{') {
      if (this.#depth === deepest) return null;
      this.#depth += 1;
      const node = first === '[' ? this.#list() : this.#inlineTable();
      this.#depth -= 1;
      return node;
    }
    if (this.#pass(quoted)) {
      const end = this.#at;
      return { kind: 'string', value: this.#text.slice(start + 1, end - 1), start, end };
    }
    if (this.#pass(flag)) return { kind: 'boolean', value: first === 't', start, end: this.#at };
    if (!this.#pass(number)) return null;
    return { kind: 'number', value: Number(this.#text.slice(start, this.#at)), start, end: this.#at };
  }

  #list(): TomlArray | null {
    const start = this.#at++;
    const items: TomlNode[] = [];
    for (this.#pass(gap); !this.#eat(']'); this.#pass(gap)) {
      const item = this.#value();
      if (item === null) return null;
      items.push(item);
      this.#pass(gap);
      if (!this.#eat(',') && this.#text[this.#at] !== ']') return null;
    }
    const list = new TomlArray({ start, end: this.#at });
    list.items.push(...items);
    return list;
  }

  #inlineTable(): TomlObject | null {
    const start = this.#at++;
    const pairs = new TomlObject({ start, end: start });
    this.#pass(blanks);
    let isNext = this.#text[this.#at] !== '}';
    while (isNext) {
      if (!this.#pair(pairs)) return null;
      this.#pass(blanks);
      isNext = this.#eat(',');
      if (isNext) this.#pass(blanks);
    }
    if (!this.#eat('}')) return null;
    const table = new TomlObject({ start, end: this.#at });
    for (const property of pairs.properties.values()) table.add(property);
    return table;
  }

  /** Goes behind what a pattern matches here. */
  #pass(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #eat(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}
