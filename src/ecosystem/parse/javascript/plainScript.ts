import type { ArrayNode, Node, ObjectNode, PropertyNode, StringNode } from '../../tree/node.ts';
import type { ExportForm, SourceTree } from '../../tree/sourceTree.ts';
import { unescape } from './scanLiterals.ts';

/** Those that are read alike. */
export type ScriptLanguage = 'javascript' | 'typescript' | 'json';

/** Deeper nesting is left to the parser of everything. */
const deepest = 50;

const blanks = /(?:[ \t\r\n]+|\/\/[^\r\n]*|\/\*[^]*?\*\/)+/y;
const exporting = /(?:module\.exports[ \t]*=|export[ \t]+default(?=[ \t{[]))/y;
const name = /[A-Za-z_$][\w$]*/y;
const word = /(?:true|false|null)(?![\w$\x80-\uffff])/y;
const number = /-?(?:0(?!\d)|[1-9]\d*)(?:\.\d+)?(?![\w$.\x80-\uffff])/y;
const quoted = {
  script: {
    '"': /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"/y,
    "'": /'[^'\\\r\n]*(?:\\[^\r\n][^'\\\r\n]*)*'/y,
  },
  json: { '"': /"[^"\\\0-\x1f]*(?:\\["\\/bfnrt][^"\\\0-\x1f]*)*"/y, "'": null },
} as const;

/**
 * What a text says that exports nothing but one literal, or is one in JSON, as nearly all ecosystem files do: no name
 * that stands for something, no call, nothing missing. Null for every other text, also for broken ones: the parser of
 * everything has to read them. What that would make of the text is what this makes of it, several times as fast.
 */
export function readPlainScript(text: string, language: ScriptLanguage): SourceTree | null {
  return new Reader(text, language).read();
}

class Reader {
  readonly #text: string;
  readonly #language: ScriptLanguage;
  readonly #quoted: Readonly<Record<'"' | "'", RegExp | null>>;
  #at = 0;
  #depth = 0;

  constructor(text: string, language: ScriptLanguage) {
    this.#text = text;
    this.#language = language;
    this.#quoted = quoted[language === 'json' ? 'json' : 'script'];
  }

  read(): SourceTree | null {
    this.#skip();
    const start = this.#at;
    const form = this.#form();
    if (form === null) return null;
    const root = this.#literal();
    if (root === null) return null;
    let end = this.#at;
    this.#skip();
    if (this.#language !== 'json' && this.#eat(';')) {
      end = this.#at;
      this.#skip();
    }
    if (this.#at < this.#text.length) return null;
    const exported = this.#language === 'json' ? null : { start, end, form, isFunction: false };
    return { language: this.#language, text: this.#text, root, syntax: [], exported };
  }

  #form(): ExportForm | null {
    if (this.#language === 'json') return 'bare';
    const start = this.#at;
    if (!this.#pass(exporting)) return null;
    this.#skip();
    return this.#text.startsWith('module', start) ? 'module.exports' : 'export default';
  }

  #literal(): ObjectNode | ArrayNode | null {
    const opening = this.#text.charCodeAt(this.#at);
    const isObject = opening === 123;
    if ((!isObject && opening !== 91) || this.#depth === deepest) return null;
    this.#depth += 1;
    const node = isObject ? this.#object() : this.#array();
    this.#depth -= 1;
    return node;
  }

  #object(): ObjectNode | null {
    const start = this.#at++;
    const properties: PropertyNode[] = [];
    for (;;) {
      this.#skip();
      if (this.#eat('}')) return { kind: 'object', start, end: this.#at, properties, isOpen: false };
      const property = this.#property();
      if (property === null) return null;
      properties.push(property);
      this.#skip();
      if (!this.#eat(',') && this.#text.charCodeAt(this.#at) !== 125) return null;
    }
  }

  #property(): PropertyNode | null {
    const key = this.#key();
    this.#skip();
    const separator = this.#at;
    if (key === null || !this.#eat(':')) return null;
    this.#skip();
    const value = this.#value();
    return value && { kind: 'property', start: key.start, end: value.end, key, separator, value };
  }

  #key(): StringNode | null {
    const start = this.#at;
    if (this.#language === 'json' || !this.#pass(name)) return this.#string();
    return { kind: 'string', start, end: this.#at, value: this.#text.slice(start, this.#at) };
  }

  #array(): ArrayNode | null {
    const start = this.#at++;
    const items: Node[] = [];
    for (;;) {
      this.#skip();
      if (this.#eat(']')) return { kind: 'array', start, end: this.#at, items, isOpen: false };
      const item = this.#value();
      if (item === null) return null;
      items.push(item);
      this.#skip();
      if (!this.#eat(',') && this.#text.charCodeAt(this.#at) !== 93) return null;
    }
  }

  #value(): Node | null {
    const start = this.#at;
    const first = this.#text.charCodeAt(start);
    if (first === 34 || first === 39) return this.#string();
    if (first === 123 || first === 91) return this.#literal();
    if (this.#pass(word)) {
      const end = this.#at;
      if (first === 110) return { kind: 'null', start, end };
      return { kind: 'boolean', start, end, value: first === 116 };
    }
    if (!this.#pass(number)) return null;
    return { kind: 'number', start, end: this.#at, value: Number(this.#text.slice(start, this.#at)) };
  }

  #string(): StringNode | null {
    const start = this.#at;
    const quote = this.#text[start];
    const pattern = quote === '"' || quote === "'" ? this.#quoted[quote] : null;
    if (pattern === null || !this.#pass(pattern)) return null;
    const value = unescape(this.#text.slice(start + 1, this.#at - 1));
    return { kind: 'string', start, end: this.#at, value };
  }

  /** Goes behind what a pattern matches here. */
  #pass(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  /** Goes behind blanks and comments. */
  #skip(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code <= 32 || code === 47) this.#pass(blanks);
  }

  #eat(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}
