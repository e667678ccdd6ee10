import { dirname, resolve } from 'node:path';
import type { Dialect } from '../appSpec.ts';
import { detectDialect } from '../detectDialect.ts';
import { findOption } from '../optionTable.ts';
import { appsOf } from '../tree/appsOf.ts';
import type { AppEntry } from '../tree/appsOf.ts';
import type { Node } from '../tree/node.ts';
import { plainValue } from '../tree/plainValue.ts';
import type { Layout, WriteStyle } from '../write/style.ts';
import type { CompletionFacts } from './completionFacts.ts';
import type { Cursor } from './cursor.ts';

/** What all items of one place are made from. */
export interface Context {
  readonly cursor: Cursor;
  readonly facts: CompletionFacts;
  readonly dialect: Dialect;
  readonly style: WriteStyle;
  /** Of what is inserted at the cursor. */
  readonly layout: Layout;
  /** The folder of the file. */
  readonly folder: string;
  readonly apps: readonly AppEntry[];
  /** The app that the cursor is in; undefined outside of apps. */
  readonly app: AppEntry | undefined;
}

export function contextOf(cursor: Cursor, path: string, facts: CompletionFacts): Context {
  const { style, language, root } = cursor;
  const apps = appsOf(root);
  return {
    cursor,
    facts,
    dialect: detectDialect(path, plainValue(root), facts.dialect),
    style: { ...style, language, quote: cursor.quote === null ? style.quote : quoteOf(cursor.quote) },
    layout: {
      indentation: style.indentation,
      isInline: language === 'toml' ? style.isFlow : style.isFlow && !style.isMultiLine,
    },
    folder: dirname(path),
    apps,
    app: apps.find((app) => app.path.every((key, index) => key === cursor.path[index])),
  };
}

/** The folder that the app's own paths start at. */
export function workingFolder({ app, folder }: Context): string {
  const cwd = app === undefined ? null : optionText(app, 'cwd');
  return cwd === null ? folder : resolve(folder, cwd);
}

/** The text of an option of an app, in any spelling; null when it is not written or no text. */
export function optionText(app: AppEntry, name: string): string | null {
  const node = optionNode(app, name);
  return node?.kind === 'string' && node.value !== '' ? node.value : null;
}

export function optionNode(app: AppEntry, name: string): Node | null {
  return app.node.properties.findLast(({ key }) => findOption(key.value)?.name === name)?.value ?? null;
}

function quoteOf(quote: string): WriteStyle['quote'] {
  return quote === '"' || quote === "'" || quote === '`' ? quote : '"';
}
