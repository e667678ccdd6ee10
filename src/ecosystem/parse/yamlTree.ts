import type { Alias, Document, Node as YamlNode, Pair } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, ObjectNode, PropertyNode, Span, StringNode } from '../tree/node.ts';
import type { SourceTree, SyntaxProblem } from '../tree/sourceTree.ts';

/** Deeper nesting, and values that aliases blow up beyond this many nodes, are not looked into. */
const deepest = 100;
const largest = 20_000;

/** What a YAML 1.2 text says; anchors, aliases and `<<` merges are resolved. Made of any text. */
export function parseYamlTree(text: string): SourceTree {
  const document = parseDocument(text, {
    strict: false,
    merge: true,
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const converter = new Converter(document, text);
  const root = isNode(document.contents) ? converter.convert(document.contents) : null;
  const syntax = document.errors.map(({ code, message, pos }) => ({
    start: Math.min(pos[0], text.length),
    end: Math.min(Math.max(pos[1], pos[0]), text.length),
    message: messageOf(code, message),
  }));
  return {
    language: 'yaml',
    text,
    root: root?.kind === 'null' && root.start === root.end ? null : root,
    syntax: [...syntax, ...converter.problems],
    exported: null,
  };
}

interface Converted {
  readonly node: Node;
  /** How many nodes it comes to when every alias in it is written out. */
  readonly size: number;
}

class Converter {
  readonly problems: SyntaxProblem[] = [];
  readonly #document: Document;
  readonly #text: string;
  readonly #converted = new Map<YamlNode, Converted>();
  /** Those being converted, for aliases that lead back into themselves. */
  readonly #open = new Set<YamlNode>();

  constructor(document: Document, text: string) {
    this.#document = document;
    this.#text = text;
  }

  convert(node: YamlNode): Node {
    return this.#convert(node).node;
  }

  #convert(node: YamlNode): Converted {
    const known = this.#converted.get(node);
    if (known !== undefined) return known;
    const span = spanOf(node);
    if (this.#open.has(node) || this.#open.size > deepest) return unknown(span);
    this.#open.add(node);
    const made = this.#make(node, span);
    this.#open.delete(node);
    const kept = made.size > largest ? unknown(span) : made;
    if (kept !== made) this.#complain(span, 'Its aliases make this value too large to be read.');
    this.#converted.set(node, kept);
    return kept;
  }

  #make(node: YamlNode, span: Span): Converted {
    if (isAlias(node)) return this.#resolve(node, span);
    if (isMap(node)) {
      const properties: PropertyNode[] = [];
      const merged: PropertyNode[] = [];
      let size = 1;
      for (const pair of node.items) {
        const found = this.#property(pair);
        size += found.size;
        if (found.property !== undefined) properties.push(found.property);
        merged.push(...found.merged);
      }
      const own = new Set(properties.map(({ key }) => key.value));
      const all = [...merged.filter(({ key }) => !own.has(key.value)), ...properties];
      return { node: { kind: 'object', properties: all, isOpen: false, ...span }, size };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => (isNode(item) ? this.#convert(item) : unknown(span)));
      const size = items.reduce((sum, item) => sum + item.size, 1);
      return { node: { kind: 'array', items: items.map((item) => item.node), isOpen: false, ...span }, size };
    }
    return { node: isScalar(node) ? scalar(node.value, span) : unknown(span).node, size: 1 };
  }

  #resolve(alias: Alias, span: Span): Converted {
    const target = alias.resolve(this.#document);
    if (target !== undefined) return this.#convert(target);
    this.#complain(span, quoteAlias);
    return unknown(span);
  }

  #property({ key, value }: Pair): {
    readonly property?: PropertyNode;
    readonly merged: readonly PropertyNode[];
    readonly size: number;
  } {
    if (!isScalar(key)) return { merged: [], size: 0 };
    const { node, size } = isNode(value) ? this.#convert(value) : { node: null, size: 0 };
    // With merging on, the key `<<` is a symbol.
    if (typeof key.value === 'symbol' && node !== null) return { merged: mergedFrom(node), size };
    const name: StringNode = { kind: 'string', value: String(key.value), ...spanOf(key) };
    const isMissing = node === null || (node.kind === 'null' && node.start === node.end);
    const isOwn = !isAlias(value) && !isMissing;
    const separator = this.#separatorAfter(name.end);
    const end = isOwn ? node.end : isAlias(value) ? spanOf(value).end : (separator ?? name.end - 1) + 1;
    const property: PropertyNode = {
      kind: 'property',
      key: name,
      value: isMissing ? null : node,
      separator,
      start: name.start,
      end,
    };
    return { property, merged: [], size: size + 1 };
  }

  #separatorAfter(offset: number): number | null {
    const blank = /^[ \t]*/.exec(this.#text.slice(offset, offset + 80))?.[0].length ?? 0;
    return this.#text[offset + blank] === ':' ? offset + blank : null;
  }

  #complain(span: Span, message: string): void {
    this.problems.push({ ...span, message });
  }
}

function spanOf({ range }: YamlNode): Span {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

function unknown(span: Span): Converted {
  return { node: { kind: 'unknown', start: span.start, end: span.end }, size: 1 };
}

function scalar(value: unknown, span: Span): Node {
  switch (typeof value) {
    case 'string':
      return { kind: 'string', value, ...span };
    case 'number':
      return { kind: 'number', value, ...span };
    case 'boolean':
      return { kind: 'boolean', value, ...span };
    default:
      return value === null ? { kind: 'null', ...span } : unknown(span).node;
  }
}

/** What `<<` brings: of a list, the earlier ones win. */
function mergedFrom(node: Node): readonly PropertyNode[] {
  if (node.kind === 'object') return (node satisfies ObjectNode).properties;
  if (node.kind !== 'array') return [];
  const seen = new Set<string>();
  return node.items.flatMap((item) =>
    mergedFrom(item).filter(({ key }) => !seen.has(key.value) && seen.add(key.value)),
  );
}

const quoteAlias = 'Put a value that starts with * or & in quotes: without them it names an anchor.';

function messageOf(code: string, message: string): string {
  if (code === 'BAD_ALIAS' || /alias/i.test(message)) return quoteAlias;
  if (code === 'TAB_AS_INDENT') return 'YAML is indented by blanks, and here is a tab.';
  if (code === 'MULTIPLE_DOCS') return 'The file holds more than one YAML document. Remove the second "---".';
  return message;
}
