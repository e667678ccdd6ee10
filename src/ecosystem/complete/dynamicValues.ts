import { resolve } from 'node:path';
import { isEcosystemFileName } from '../fileNames.ts';
import type { Source } from '../shape/shape.ts';
import type { CompletionKind } from './completionItem.ts';
import type { FolderEntry } from './completionFacts.ts';
import { optionNode, optionText, workingFolder } from './context.ts';
import type { Context } from './context.ts';

/** A text that may stand at the cursor. */
export interface Suggestion {
  readonly text: string;
  readonly kind: CompletionKind;
  readonly detail: string;
  /** More can be completed behind it, as behind `src/`. */
  readonly goesOn?: boolean;
}

/** What there is on disk, in the file and in the system. */
export function suggestionsFrom(source: Source, context: Context): readonly Suggestion[] {
  switch (source) {
    case 'script':
      return fromDisk(context, workingFolder(context), isScript);
    case 'folder':
      return fromDisk(context, context.folder, () => false);
    case 'file':
      return fromDisk(context, workingFolder(context), (name) => name.endsWith('.pid'));
    case 'envFile':
      return fromDisk(context, context.folder, (name) => /^\.env(?:\.|$)|\.env$/.test(name));
    case 'logFile':
      return [
        ...logFiles(context),
        ...fromDisk(context, workingFolder(context), (name) => name.endsWith('.log')),
      ];
    case 'watched':
      return fromDisk(context, workingFolder(context), (name) => !name.startsWith('.'));
    case 'interpreter':
      return environments(context);
    case 'app':
      return dependable(context).map((text) => ({ text, kind: 'app', detail: 'app of this file' }));
    case 'namespace':
      return unique(context.apps.flatMap((app) => optionText(app, 'namespace') ?? [])).map((text) => ({
        text,
        kind: 'value',
        detail: 'namespace of another app',
      }));
    case 'timeZone':
      return context.facts.timeZones.map((text) => ({ text, kind: 'value', detail: 'time zone' }));
    case 'variable':
      return variables(context).map((text) => ({ text, kind: 'value', detail: 'variable of the app' }));
  }
}

const extensions = /\.(?:[cm]?[jt]s|py|rb|php|pl|sh|bash|ps1|exe|jar)$/i;
const besides = /\.(?:config|test|spec|d)\.[cm]?[jt]s$/i;

function isScript(name: string): boolean {
  if (isEcosystemFileName(name) || besides.test(name) || name.startsWith('.')) return false;
  // Binaries have no extension; nor have LICENSE and Makefile.
  return extensions.test(name) || /^[a-z][\w-]*$/.test(name);
}

const hidden = new Set(['node_modules', '__pycache__']);

/** The files that fit and all folders, below the folder that the word at the cursor has come to. */
function fromDisk(
  { cursor, facts }: Context,
  base: string,
  isWanted: (name: string) => boolean,
): readonly Suggestion[] {
  const begun = /^.*\//.exec(cursor.word)?.[0] ?? '';
  const entries = facts.listFolder(resolve(base, begun));
  const isShown = ({ name, isFolder }: FolderEntry): boolean =>
    isFolder ? !name.startsWith('.') && !hidden.has(name) : isWanted(name);
  return entries.filter(isShown).map(({ name, isFolder }) => ({
    text: `${begun}${name}${isFolder ? '/' : ''}`,
    kind: isFolder ? 'folder' : 'file',
    detail: isFolder ? 'folder' : 'file',
    goesOn: isFolder,
  }));
}

function logFiles({ app, cursor }: Context): readonly Suggestion[] {
  const name = app?.name?.value ?? 'app';
  const ending = /^err/.test(String(cursor.path.at(-1))) ? '-error' : '';
  const file = `./logs/${name.replace(/[^\w.-]/g, '-')}${ending}.log`;
  return [{ text: file, kind: 'file', detail: 'new file' }];
}

/** The Pythons of virtual environments beside the script. */
function environments(context: Context): readonly Suggestion[] {
  const base = workingFolder(context);
  return ['.venv', 'venv', 'env'].flatMap((folder) => {
    const names = context.facts.listFolder(resolve(base, folder, 'bin')).map(({ name }) => name);
    const text = `./${folder}/bin/python`;
    return names.includes('python') ? [{ text, kind: 'file', detail: 'virtual environment' } as const] : [];
  });
}

/** The apps that this one may wait for: not itself, and none that waits for it, over any number of steps. */
export function dependable({ apps, app }: Context): readonly string[] {
  const own = app?.name?.value;
  const names = unique(
    apps.flatMap(({ name, node }) => (name === null || node.isTemplate ? [] : [name.value])),
  );
  const waits = new Map(apps.map((other) => [other.name?.value ?? '', dependenciesOf(other)]));
  const reaches = (from: string, seen: Set<string>): boolean => {
    if (from === own) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (waits.get(from) ?? []).some((next) => reaches(next, seen));
  };
  return names.filter((name) => own === undefined || !reaches(name, new Set()));
}

function dependenciesOf(app: Context['apps'][number]): readonly string[] {
  const node = optionNode(app, 'depends_on');
  if (node?.kind === 'object') return node.properties.map(({ key }) => key.value);
  const items = node?.kind === 'array' ? node.items : node === null ? [] : [node];
  return items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

function variables({ app }: Context): readonly string[] {
  const node = app === undefined ? null : optionNode(app, 'env');
  return node?.kind === 'object' ? node.properties.map(({ key }) => key.value) : [];
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
