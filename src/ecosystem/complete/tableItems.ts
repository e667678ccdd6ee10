import { membersOf } from '../shape/shape.ts';
import type { Member, Members } from '../shape/shape.ts';
import { shapeAt } from '../shape/shapeAt.ts';
import { tomlHeader, tomlLines } from '../write/printToml.ts';
import { isObject } from '../write/style.ts';
import type { WriteStyle } from '../write/style.ts';
import type { Draft } from './completionItem.ts';
import type { Context } from './context.ts';
import type { HeaderCursor, KeyCursor } from './cursor.ts';
import { detailOf, documentationOf } from './keyItems.ts';
import { withStops } from './snippet.ts';
import type { Template } from './snippet.ts';
import { appSnippets } from './templates.ts';

/** What may stand between the brackets of a table's header. */
export function headerDrafts(cursor: HeaderCursor, context: Context): readonly Draft[] {
  const members = membersOf(shapeAt(cursor.path, context.dialect, cursor.root));
  if (members === undefined) return [];
  const isRoot = cursor.path.length === 0;
  if (cursor.isList) return isRoot ? [appsTable] : [];
  const apps = isRoot ? [appsTable] : [];
  return [...apps, ...tableDrafts(members, { base: cursor.base, keys: cursor.keys }, context)];
}

/** Tables that may begin on a line of their own: the next app, and those of the app before. */
export function newTableDrafts(cursor: KeyCursor, context: Context): readonly Draft[] {
  const { app, apps, style, dialect } = context;
  const start = appSnippets.map(({ label, description, app: options }): Draft => ({
    ...appsTable,
    label: label === 'app' ? '[[apps]]' : `[[apps]] ${label}`,
    documentation: description,
    text: `[[apps]]${style.newline}${tableText(options, style)}`,
  }));
  // At the end of the file the cursor may be in a sub-table; further ones are the app's all the same.
  const owner = app ?? (cursor.path.length === 0 ? apps.at(-1) : undefined);
  if (owner === undefined) return start;
  const members = membersOf(shapeAt(owner.path, dialect, cursor.root));
  const path = owner.path.filter((key): key is string => typeof key === 'string');
  const base = path.map((key) => `${key}.`).join('');
  const keys = owner.node.properties.map(({ key }) => key.value);
  return members === undefined ? start : [...start, ...tableDrafts(members, { base, keys }, context)];
}

/** The lines below `[[apps]]`. */
function tableText(options: Readonly<Record<string, Template>>, style: WriteStyle): string {
  return withStops(options, style, (marked) =>
    tomlLines(isObject(marked) ? marked : {}, style, ['apps']).join(style.newline),
  );
}

interface Owner {
  /** What comes before the name of the table: `apps.` */
  readonly base: string;
  readonly keys: readonly string[];
}

function tableDrafts(members: Members, { base, keys }: Owner, { style }: Context): readonly Draft[] {
  const draft = (key: string, label: string, shape: Member['shape']): Draft => ({
    label: `[${base}${label}]`,
    kind: 'table',
    detail: detailOf(shape),
    documentation: documentationOf(shape),
    text: withStops(
      { [key]: 1 },
      style,
      (marked) => `[${base}${tomlHeader(Object.keys(marked ?? {}), style).slice(1)}`,
    ),
    rank: '6',
    filter: `[${base}${label}]`,
  });
  // What is mostly an object; patterns, too, may be objects, but nobody writes them as tables.
  const isTable = ({ shape }: Pick<Member, 'shape'>): boolean =>
    shape.forms.slice(0, 2).some(({ kind }) => kind === 'object');
  const named = members.named
    .filter((member) => isTable(member) && !member.isIgnored)
    .filter(({ name, aliases }) => ![name, ...aliases].some((spelling) => keys.includes(spelling)))
    .map(({ name, shape }) => draft(name, name, shape));
  const patterned = members.patterned
    .filter((member) => member.name !== null && isTable(member))
    .map(({ name, shape }) => {
      const label = name ?? '';
      const stop = label.replace(
        /<(\w+)>/,
        (_, word: string) => `\${1:${word === 'profile' ? 'production' : word}}`,
      );
      return draft(stop, label, shape);
    });
  return [...named, ...patterned];
}

const appsTable: Draft = {
  label: '[[apps]]',
  kind: 'table',
  detail: 'the next app',
  documentation: 'Begins the next app of the list.',
  text: '[[apps]]',
  rank: '0',
};
