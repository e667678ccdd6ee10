import { uncommented } from '../convert/commentedValue.ts';
import type { CommentedObject, CommentedValue } from '../convert/commentedValue.ts';
import { silent } from '../convert/commentedValue.ts';
import { convertDialect } from '../convert/convertDialect.ts';
import { writeFile } from '../convert/convertFile.ts';
import type { Dialect } from '../appSpec.ts';
import { english } from '../translate.ts';
import type { SourceLanguage } from '../tree/sourceTree.ts';
import type { WrittenApp } from '../write/writtenApp.ts';
import type { ExportNote } from './exporter.ts';

/** An app with the options that another tool knows, and what is to be said about the others. */
export interface DocumentApp {
  readonly name: string;
  readonly written: WrittenApp;
  readonly notes: readonly ExportNote[];
}

export interface DocumentTarget {
  readonly dialect: Dialect;
  readonly language: SourceLanguage;
  /** What the first line says. */
  readonly heading: string;
}

/** The text of an ecosystem file of another tool, and all that did not come over. The notes on an app end it as comments. */
export function ecosystemDocument(
  apps: readonly DocumentApp[],
  { dialect, language, heading }: DocumentTarget,
): { readonly text: string; readonly notes: readonly ExportNote[] } {
  const converted = apps.map((app) => {
    const written = Object.entries(app.written).filter(([, value]) => value !== null);
    const value = uncommented(Object.fromEntries(written)) as CommentedObject;
    const tail = app.notes.map(({ text }) => text);
    const root: CommentedObject = {
      kind: 'object',
      properties: [
        {
          key: 'apps',
          value: { kind: 'list', items: [{ value: { ...value, tail }, ...silent }], tail: [] },
          ...silent,
        },
      ],
      tail: [],
    };
    // The instances are told as numbers before, so the cores of this machine count no more.
    return { app, ...convertDialect({ root, head: [], foot: [] }, dialect, { cpus: 1, t: english }) };
  });
  const items = converted.flatMap(({ file: { root } }) => {
    const list = root.kind === 'object' ? root.properties[0]?.value : undefined;
    return list?.kind === 'list'
      ? list.items.map(({ value, ...said }) => ({ value: inOrder(value), ...said }))
      : [];
  });
  const file = {
    root: {
      kind: 'object',
      properties: [{ key: 'apps', value: { kind: 'list', items, tail: [] }, ...silent }],
      tail: [],
    },
    head: [heading],
    foot: [],
  } as const;
  // Neither tool takes comments in JSON.
  const { text } = writeFile(file, { language, keepsComments: language !== 'json' }, english);
  const notes = converted.flatMap(({ app, notes: more }) => [
    ...app.notes,
    ...more.map((sentence) => ({ app: app.name, text: sentence })),
  ]);
  return { text, notes };
}

const first = [
  'name',
  'namespace',
  'script',
  'args',
  'interpreter',
  'node_args',
  'cwd',
  'instances',
  'exec_mode',
];

/** What is run and how often comes first, as people write it; the rest stays in its order. */
function inOrder(app: CommentedValue): CommentedValue {
  if (app.kind !== 'object') return app;
  const rank = (key: string): number => (first.includes(key) ? first.indexOf(key) : first.length);
  return { ...app, properties: [...app.properties].sort((a, b) => rank(a.key) - rank(b.key)) };
}
