import { findOption, envProfileOf } from '../optionTable.ts';
import type { Node, PropertyNode, Span } from '../tree/node.ts';
import { propertyOf } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { FeatureFacts } from './featureFacts.ts';
import { countOf } from './valueMeaning.ts';
import { runningOf, writtenApps } from './writtenApp.ts';
import type { WrittenApp } from './writtenApp.ts';

export interface DocumentSymbol extends Span {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'app' | 'section' | 'environment' | 'object' | 'list' | 'value';
  /** Within it: what is selected when one goes there. */
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

const deepest = 8;

/** What is shared, as anchors and constants are, is shown where it comes first. */
interface Context {
  readonly depth: number;
  readonly isVariable: boolean;
  readonly seen: Set<Node>;
}

/** The apps of a text with their options, and its other sections. Values of variables are not shown. */
export function documentSymbols(tree: SourceTree, facts: FeatureFacts): readonly DocumentSymbol[] {
  const context: Context = { depth: 1, isVariable: false, seen: new Set() };
  const apps = writtenApps(tree, facts).map((app) => appSymbol(app, context, facts));
  return [...apps, ...sections(tree.root, context)];
}

function appSymbol(app: WrittenApp, context: Context, facts: FeatureFacts): DocumentSymbol {
  const { entry, name } = app;
  const { t } = facts;
  const { node, property } = entry;
  const span = property ?? node;
  const count = countOf({ ...facts, spec: app.spec, running: runningOf(app, facts) });
  const isTemplate = node.isTemplate === true;
  const title = name ?? (isTemplate ? t('computed apps') : t('app {0}', Number(entry.path.at(-1) ?? 0) + 1));
  return {
    name: title,
    detail: isTemplate || count === null ? '' : count === 1 ? t('1 instance') : t('{0} instances', count),
    kind: 'app',
    start: span.start,
    end: span.end,
    selection: within(entry.name, span) ?? { start: span.start, end: Math.min(span.end, span.start + 1) },
    children: node.properties.map((child) => propertySymbol(child, context)),
  };
}

function sections(root: Node | null, context: Context): readonly DocumentSymbol[] {
  if (root?.kind !== 'object') return [];
  return ['deploy', 'static'].flatMap((key) => {
    const property = propertyOf(root, key);
    return property === undefined ? [] : [{ ...propertySymbol(property, context), kind: 'section' as const }];
  });
}

function propertySymbol(property: PropertyNode, context: Context): DocumentSymbol {
  const { key, value, start, end } = property;
  const isEnvironment =
    value?.kind === 'object' &&
    (findOption(key.value)?.name === 'env' || envProfileOf(key.value) !== undefined);
  const kind = value?.kind === 'object' ? 'object' : value?.kind === 'array' ? 'list' : 'value';
  return {
    name: key.value === '' ? '""' : key.value,
    detail: context.isVariable ? '' : detailOf(value),
    kind: isEnvironment ? 'environment' : kind,
    start,
    end,
    selection: { start: key.start, end: key.end },
    children: childrenOf(value, {
      ...context,
      depth: context.depth + 1,
      isVariable: context.isVariable || isEnvironment,
    }),
  };
}

function childrenOf(value: Node | null, context: Context): readonly DocumentSymbol[] {
  if (value?.kind !== 'object' || context.depth > deepest || context.seen.has(value)) return [];
  context.seen.add(value);
  return value.properties.map((child) => propertySymbol(child, context));
}

/** Short values of options; those of variables may be secret. */
function detailOf(value: Node | null): string {
  switch (value?.kind) {
    case 'string':
    case 'number':
    case 'boolean': {
      const text = String(value.value).replace(/\s+/g, ' ');
      return text.length > 40 ? `${text.slice(0, 39)}…` : text;
    }
    case 'array':
      return `[${value.items.length}]`;
    default:
      return '';
  }
}

function within(inner: Span | null, outer: Span): Span | null {
  return inner !== null && inner.start >= outer.start && inner.end <= outer.end
    ? { start: inner.start, end: inner.end }
    : null;
}
