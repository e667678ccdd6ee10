import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { CommentedItem, CommentedObject } from '../convert/commentedValue.ts';
import { silent, uncommented } from '../convert/commentedValue.ts';
import { writeFile } from '../convert/convertFile.ts';
import { english } from '../translate.ts';
import type { SourceLanguage } from '../tree/sourceTree.ts';
import type { PlainValue } from '../write/style.ts';
import type { Imported, ImportedApp } from './imported.ts';

export interface ImportTarget {
  readonly language: SourceLanguage;
  /** Of JavaScript: the file is an ES module. */
  readonly isModule: boolean;
  /** Where the file is to lie, absolute. */
  readonly folder: string;
  /** Where the relative paths of what was imported start, absolute. */
  readonly from: string;
  readonly heading: string;
}

/** The text of the ecosystem file. What an option is for is said once; the notes stand at its head, except in JSON. */
export function importText({ apps, notes }: Imported, target: ImportTarget): string {
  const said = new Set<string>();
  const items = apps.map((app): CommentedItem => ({ value: appValue(placed(app, target), said), ...silent }));
  const list = { kind: 'list', items, tail: [] } as const;
  const head = [target.heading, ...notes.map(({ app, text }) => (app === null ? text : `${app}: ${text}`))];
  const file = {
    root: { kind: 'object', properties: [{ key: 'apps', value: list, ...silent }], tail: [] },
    head,
    foot: [],
  } as const;
  const isModule = target.isModule || target.language === 'typescript';
  const { text } = writeFile(
    file,
    {
      language: target.language,
      keepsComments: target.language !== 'json',
      scriptExport: isModule ? 'export const apps' : 'module.exports',
    },
    english,
  );
  return text;
}

function appValue(app: ImportedApp, said: Set<string>): CommentedObject {
  const properties = app.map(({ key, value, comment }) => {
    const isNew = comment !== undefined && !said.has(comment);
    if (comment !== undefined) said.add(comment);
    return { key, value: uncommented(value), before: isNew ? [comment] : [], beside: '' };
  });
  return { kind: 'object', properties, tail: [] };
}

/** With paths that start where the file is to lie. */
function placed(app: ImportedApp, { folder, from }: ImportTarget): ImportedApp {
  const written = app.find(({ key }) => key === 'cwd')?.value;
  const cwd = fromFolder(folder, resolve(from, typeof written === 'string' ? written : '.'));
  const others = app
    .filter(({ key }) => key !== 'cwd')
    .map((option) => (option.key === 'env_file' ? { ...option, value: filesFrom(option.value) } : option));
  if (cwd === '') return others;
  const at = others.findLastIndex(({ key }) =>
    /^(?:name|namespace|script|args|interpreter|node_args)$/.test(key),
  );
  return [...others.slice(0, at + 1), { key: 'cwd', value: cwd }, ...others.slice(at + 1)];

  function filesFrom(value: PlainValue): PlainValue {
    if (typeof value === 'string') return fromFolder(folder, resolve(from, value));
    return Array.isArray(value) ? value.map((file: PlainValue) => filesFrom(file)) : value;
  }
}

/** With slashes; absolute where it does not lie below, and empty for the folder itself. */
function fromFolder(folder: string, path: string): string {
  const way = relative(folder, path);
  return way.split(sep)[0] === '..' || isAbsolute(way) ? path : way.split(sep).join('/');
}
