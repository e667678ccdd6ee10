import type { Alias, Node as YamlNode, Pair, Scalar, YAMLMap } from 'yaml';
import { isAlias, isCollection, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Node, PropertyNode, Span } from '../tree/node.ts';
import type { SyntaxProblem } from '../tree/sourceTree.ts';
import { tooDeep } from './nesting.ts';
import { keysOf, separatorAfter } from './yamlKeys.ts';
import { quoteAlias } from './yamlProblems.ts';

/** Deeper nesting, and values that aliases blow up by more than this many nodes, are not looked into. */
const deepest = 100;
const largest = 200_000;

// Most often it is a placeholder: `{{ name }}`.
const collectionAsName =
  'The name of a property cannot be an object or a list. Put a value that starts with a bracket in quotes.';
const indentedTooDeep = 'The next line is indented too deeply: a text cannot have properties.';

interface Source {
  readonly text: string;
  /** The places of opening quotes that are hidden from the parser. */
  readonly quotes: ReadonlySet<number>;
}

/** The tree of a document, and what is wrong with it that the parser does not tell. */
export function convertYaml(
  contents: YamlNode,
  source: Source,
): { readonly node: Node | null; readonly problems: readonly SyntaxProblem[] } {
  const converter = new Converter(source);
  const node = converter.convert(contents).node;
  return { node: isMissing(node) ? null : node, problems: converter.problems };
}

interface Converted {
  readonly node: Node;
  /** How many nodes it comes to when every alias in it is written out, and how many of them aliases bring. */
  readonly size: number;
  readonly copied: number;
}

interface ConvertedPair {
  readonly properties: readonly PropertyNode[];
  /** What `<<` brings. */
  readonly merged: readonly PropertyNode[];
  readonly size: number;
  readonly copied: number;
}

class Converter {
  readonly problems: SyntaxProblem[] = [];
  readonly #text: string;
  readonly #quotes: ReadonlySet<number>;
  /** Anchors stand before their aliases, and are met in the order of the text. */
  readonly #anchors = new Map<string, YamlNode>();
  readonly #converted = new Map<YamlNode, Converted>();
  /** Those being converted, which aliases may lead back into. */
  readonly #open = new Set<YamlNode>();

  constructor({ text, quotes }: Source) {
    this.#text = text;
    this.#quotes = quotes;
  }

  convert(node: YamlNode): Converted {
    const known = this.#converted.get(node);
    if (known !== undefined) return known;
    if ('anchor' in node && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const span = spanOf(node);
    if (this.#open.size > deepest) {
      this.#complain(span, tooDeep);
      return unknown(span);
    }
    this.#open.add(node);
    const made = this.#make(node, span);
    this.#open.delete(node);
    const kept = made.copied > largest ? unknown(span) : made;
    if (kept !== made) this.#complain(span, 'Its aliases make this value too large to be read.');
    this.#converted.set(node, kept);
    return kept;
  }

  #make(node: YamlNode, span: Span): Converted {
    if (isAlias(node)) return this.#resolve(node, span);
    if (isMap(node)) return this.#object(node, span);
    if (isSeq(node)) {
      const items = node.items.map((item) => (isNode(item) ? this.convert(item) : unknown(span)));
      return {
        node: { kind: 'array', items: items.map((item) => item.node), isOpen: false, ...span },
        size: items.reduce((sum, item) => sum + item.size, 1),
        copied: items.reduce((sum, item) => sum + item.copied, 0),
      };
    }
    return { node: isScalar(node) ? this.#scalar(node, span) : unknown(span).node, size: 1, copied: 0 };
  }

  #object(map: YAMLMap, span: Span): Converted {
    const pairs = map.items.map((pair) => this.#pair(pair));
    const own = pairs.flatMap(({ properties }) => properties);
    const names = new Set<string>();
    for (const { key } of own) {
      if (names.has(key.value))
        this.#complain(key, `Names have to be unique here, and "${key.value}" is not.`);
      names.add(key.value);
    }
    const properties = [
      ...pairs.flatMap(({ merged }) => merged).filter(({ key }) => !names.has(key.value)),
      ...own,
    ];
    const collections = map.items.flatMap(({ key }) => (isCollection(key) ? [key] : []));
    const isOpen = collections.length > 0;
    for (const key of collections) this.#complain(spanOf(key), collectionAsName);
    const end = own.reduce((last, property) => Math.max(last, property.end), span.end);
    return {
      node: isOpen && own.length === 0 ? unknown(span).node : object(properties, isOpen, { ...span, end }),
      size: pairs.reduce((sum, pair) => sum + pair.size, 1),
      copied: pairs.reduce((sum, pair) => sum + pair.copied, 0),
    };
  }

  #resolve(alias: Alias, span: Span): Converted {
    const target = this.#anchors.get(alias.source);
    if (target !== undefined && this.#open.has(target)) {
      this.#complain(span, 'This value holds itself.');
      return unknown(span);
    }
    if (target !== undefined) {
      const { node, size } = this.convert(target);
      return { node, size, copied: size };
    }
    const isFlow = [...this.#open].some((outer) => isCollection(outer) && outer.flow === true);
    const line = this.#text.slice(span.start, span.start + 1000);
    const rest = (isFlow ? /^[^,\]}\r\n]*/ : /^.*?(?=\s+#|\s*$)/m).exec(line)?.[0].trimEnd() ?? '';
    const whole = { start: span.start, end: Math.max(span.end, span.start + rest.length) };
    this.#complain(whole, quoteAlias);
    return unknown(whole);
  }

  #pair({ key, value }: Pair): ConvertedPair {
    if (isNode(key) && 'anchor' in key && key.anchor !== undefined) this.#anchors.set(key.anchor, key);
    const made = isNode(value) ? this.convert(value) : null;
    const { size, copied } = made ?? { size: 0, copied: 0 };
    // With merging on, the key `<<` is a symbol.
    if (isScalar(key) && typeof key.value === 'symbol')
      return { properties: [], merged: made === null ? [] : mergedFrom(made.node), size, copied };
    if (!isScalar(key)) return { properties: [], merged: [], size, copied };
    const { properties: unfinished, name, problems } = keysOf(key, this.#text);
    this.problems.push(...problems);
    const separator = separatorAfter(this.#text, name.end);
    const node = made === null ? null : this.#valueOf(made.node, value, name);
    const written =
      isAlias(value) && made !== null ? Math.max(spanOf(value).end, name.end) : (node?.end ?? 0);
    const property: PropertyNode = {
      kind: 'property',
      key: name,
      value: node,
      separator,
      start: name.start,
      end: Math.max(written, (separator ?? name.end - 1) + 1),
    };
    const beside = isMap(value) && value.flow !== true ? this.#besideOf(made?.node, name) : [];
    return { properties: [...unfinished, property, ...beside], merged: [], size: size + 1, copied };
  }

  /** null while no value is written. */
  #valueOf(node: Node, written: unknown, name: Span): Node | null {
    if (isMissing(node)) {
      const quote = this.#quoteAfter(name.end);
      return quote === null ? null : { kind: 'string', value: '', start: quote, end: quote + 1 };
    }
    // A line that is indented too deeply makes a map of a text: `name: web`, and below it `    script: app.js`.
    if (node.kind === 'object' && isMap(written) && written.flow !== true) {
      const gap = this.#text.slice(name.end, node.start);
      if (!gap.includes('\n')) {
        const index = this.problems.findIndex(({ start }) => start === node.start);
        const told = this.problems[index];
        if (told !== undefined) this.problems[index] = { ...told, message: indentedTooDeep };
        const inner = node.properties.filter((property) => !this.#isBeside(property, name));
        const end = inner.reduce((last, property) => Math.max(last, property.end), node.start);
        const part = { ...node, properties: inner, end };
        return { kind: 'unknown', parts: [part], start: node.start, end };
      }
    }
    return node;
  }

  /** Of a text with a colon, as in `name: a: b`, the parser takes the lines below for properties of that text. */
  #besideOf(node: Node | undefined, name: Span): readonly PropertyNode[] {
    if (node?.kind !== 'object' || this.#text.slice(name.end, node.start).includes('\n')) return [];
    return node.properties.filter((property) => this.#isBeside(property, name));
  }

  #isBeside(property: PropertyNode, name: Span): boolean {
    return property.start > name.end && this.#column(property.start) === this.#column(name.start);
  }

  #column(offset: number): number {
    return offset - this.#text.lastIndexOf('\n', offset - 1);
  }

  #quoteAfter(offset: number): number | null {
    const found = /^:?\s*/.exec(this.#text.slice(offset, offset + 80))?.[0].length ?? 0;
    for (let at = offset; at < offset + found; at++) if (this.#quotes.has(at)) return at;
    return null;
  }

  #scalar({ value, source }: Scalar, { start, end }: Span): Node {
    if (this.#quotes.has(start - 1)) {
      return { kind: 'string', value: this.#text.slice(start, end), start: start - 1, end };
    }
    switch (typeof value) {
      case 'string':
        return { kind: 'string', value, start, end };
      case 'number':
        return { kind: 'number', value, start, end };
      case 'boolean':
        return { kind: 'boolean', value, start, end };
      default:
        if (value === null) return { kind: 'null', start, end };
        // Times and bytes are read as they are written.
        return source === undefined
          ? { kind: 'unknown', start, end }
          : { kind: 'string', value: source, start, end };
    }
  }

  #complain(span: Span, message: string): void {
    this.problems.push({ start: span.start, end: span.end, message });
  }
}

function spanOf({ range }: YamlNode): Span {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

function isMissing(node: Node): boolean {
  return node.kind === 'null' && node.start === node.end;
}

function unknown({ start, end }: Span): Converted {
  return { node: { kind: 'unknown', start, end }, size: 1, copied: 0 };
}

function object(properties: readonly PropertyNode[], isOpen: boolean, { start, end }: Span): Node {
  return { kind: 'object', properties, isOpen, start, end };
}

/** What `<<` brings: of a list, the earlier ones win. */
function mergedFrom(node: Node): readonly PropertyNode[] {
  if (node.kind === 'object') return node.properties;
  if (node.kind !== 'array') return [];
  const seen = new Set<string>();
  return node.items.flatMap((item) =>
    mergedFrom(item).filter(({ key }) => !seen.has(key.value) && seen.add(key.value)),
  );
}
