import type { Shape } from '../shape/shape.ts';
import { itemsOf, membersOf } from '../shape/shape.ts';
import type { PlainValue } from '../write/style.ts';
import { printText } from '../write/printScalar.ts';
import type { Draft } from './completionItem.ts';
import type { Context } from './context.ts';
import type { ValueCursor } from './cursor.ts';
import { suggestionsFrom } from './dynamicValues.ts';
import { documentationOf, keyDrafts, optionSnippetDrafts, patternDrafts } from './keyItems.ts';
import { labelOf, startOf } from './placeholders.ts';
import { blockSnippet, literal, valueSnippet } from './snippet.ts';
import type { Template } from './snippet.ts';
import { appSnippets } from './templates.ts';

/** The values that may stand at the cursor. */
export function valueDrafts(shape: Shape, cursor: ValueCursor, context: Context): readonly Draft[] {
  const listed = new Set(cursor.items.map(String));
  const drafts = [
    ...exampleDrafts(shape, cursor, context),
    ...plainDrafts(shape),
    ...dynamicDrafts(shape, cursor, context),
    ...appDrafts(shape, cursor, context),
    ...structureDrafts(shape, cursor, context),
  ].filter(({ label }) => !listed.has(label));
  const seen = new Set<string>();
  return drafts.filter(({ label }) => !seen.has(label) && seen.add(label));
}

function exampleDrafts(shape: Shape, cursor: ValueCursor, context: Context): readonly Draft[] {
  // Examples with names of apps or files would name some that are not there.
  const isMadeUp = shape.source !== null && shape.source !== 'interpreter' && shape.source !== 'logFile';
  return shape.examples.flatMap(({ written, means }, index): Draft[] => {
    const value = JSON.parse(written) as PlainValue;
    if (isMadeUp && typeof value !== 'boolean') return [];
    return [
      {
        label: labelOf(value, context.style),
        kind: 'value',
        detail: means.replaceAll('`', ''),
        documentation: means,
        text: templateText(value, cursor, context),
        rank: `1${String(index).padStart(2, '0')}`,
      },
    ];
  });
}

/** `true`, `false` and the default. */
function plainDrafts(shape: Shape): readonly Draft[] {
  const { forms, default: usual, isEnumeration } = shape;
  const isFlag = forms[0]?.kind === 'boolean' || shape.option?.type === 'filter';
  const flags = isFlag ? [true, false] : [];
  const number = typeof usual === 'number' && !isEnumeration ? [usual] : [];
  return [...flags, ...number].map((value) => ({
    label: String(value),
    kind: 'value',
    detail: value === usual ? 'default' : '',
    documentation: documentationOf(shape),
    text: String(value),
    rank: value === usual ? '31' : '30',
  }));
}

function dynamicDrafts(shape: Shape, cursor: ValueCursor, context: Context): readonly Draft[] {
  const { source } = shape;
  if (source === null) return [];
  // In the block of a list that has not begun each is its first item.
  const isFirst = cursor.mayStartBlock && cursor.quote === null && shape.forms[0]?.kind === 'array';
  return suggestionsFrom(source, context).map(({ text, kind, detail, goesOn = false }) => ({
    label: text,
    kind,
    detail,
    text: (isFirst ? '- ' : '') + literal(printText(text, context.style, context.layout.isInline)),
    rank: kind === 'folder' ? '29' : '20',
    retriggers: goesOn,
  }));
}

/** Whole apps, where the list of apps has its items, and lists with one app. */
function appDrafts(shape: Shape, cursor: ValueCursor, context: Context): readonly Draft[] {
  const isApp = shape.type === 'app';
  if (!isApp && shape.type !== 'list of apps' && shape.type !== 'ecosystem file') return [];
  const isItem = isApp && typeof cursor.path.at(-1) === 'number';
  if (isApp && !isItem && cursor.mayStartBlock) return [];
  return appSnippets.map(({ label, description, app }, index) => ({
    label,
    kind: 'snippet',
    detail: Object.keys(app).join(', '),
    documentation: description,
    text: templateText(
      isApp ? app : shape.type === 'list of apps' ? [app] : { apps: [app] },
      cursor,
      context,
    ),
    rank: `0${index}`,
  }));
}

/** Brackets, and in YAML the first name or dash of a block. */
function structureDrafts(shape: Shape, cursor: ValueCursor, context: Context): readonly Draft[] {
  const { style, layout } = context;
  const members = membersOf(shape);
  if (cursor.mayStartBlock && cursor.quote === null) {
    if (members === undefined) return [];
    const written = { keys: [], hasValue: false, valueOf: () => undefined };
    const isApp = shape.type === 'app';
    return [
      ...keyDrafts(members, written, context),
      ...patternDrafts(members, written, context),
      ...(isApp ? optionSnippetDrafts(written, context) : []),
    ];
  }
  if (cursor.quote !== null || shape.option?.type === 'any') return [];
  const drafts: Draft[] = [];
  if (itemsOf(shape) !== undefined && shape.type !== 'list of apps' && shape.forms[0]?.kind !== 'object') {
    const form = shape.forms.find(({ kind }) => kind === 'array');
    const list = form === undefined ? undefined : startOf({ ...shape, forms: [form] }, style, layout);
    if (list !== undefined) drafts.push({ label: '[ ]', kind: 'value', detail: 'list', rank: '40', ...list });
  }
  const object = shape.forms.find(({ kind }) => kind === 'object');
  if (object !== undefined && shape.type !== 'ecosystem file' && shape.type !== 'app') {
    const start = startOf({ ...shape, forms: [object] }, style, layout);
    drafts.push({ label: '{ }', kind: 'value', detail: 'object', rank: '41', ...start });
  }
  return drafts;
}

function templateText(template: Template, cursor: ValueCursor, { style, layout }: Context): string {
  return cursor.mayStartBlock
    ? blockSnippet(template, style, layout.indentation)
    : valueSnippet(template, style, layout);
}
