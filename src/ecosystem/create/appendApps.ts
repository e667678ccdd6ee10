import { styleAt } from '../complete/cursorStyle.ts';
import type { AppSpec, Dialect } from '../appSpec.ts';
import { detectDialect } from '../detectDialect.ts';
import { freeName } from '../freeName.ts';
import { normaliseEcosystem } from '../normalise.ts';
import { appsOf } from '../tree/appsOf.ts';
import { nodeAtPath } from '../tree/locate.ts';
import { plainValue } from '../tree/plainValue.ts';
import { languageOf, parseTree } from '../tree/parseTree.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { usualStyle } from '../write/style.ts';
import { appOptions } from './appOptions.ts';
import { appLists } from './ecosystemText.ts';
import type { Proposal } from './proposal.ts';
import { settlePorts } from './settlePorts.ts';
import type { SettledApp } from './settlePorts.ts';

/** An ecosystem file that is there, in the folder that apps were proposed for. */
export interface ExistingFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The proposals that a file has no app for yet. An app counts as there when it runs the same program. */
export function missingApps(
  proposals: readonly Proposal[],
  { path, text }: ExistingFile,
): readonly Proposal[] {
  const language = languageOf(path);
  if (language === null) return [];
  const tree = parseTree(path, text);
  const { apps } = specsOf(plainValue(tree.root), path);
  const known = new Set(apps.map(programOf));
  return proposals.filter((proposal) => {
    const [app] = specsOf({ apps: [valueOf(settlePorts([proposal]), 'pm2')[0] ?? {}] }, path).apps;
    return app !== undefined && !known.has(programOf(app));
  });
}

/**
 * The edit that adds apps at the end of the list in a file, in the file's style; null when there is no list to add to,
 * because the file computes it. The names and ports of its apps are left to them.
 */
export function appendApps(
  proposals: readonly Proposal[],
  { path, text }: ExistingFile,
): { readonly offset: number; readonly newText: string } | null {
  const language = languageOf(path);
  if (language === null) return null;
  const tree = parseTree(path, text);
  const value = plainValue(tree.root);
  const dialect = detectDialect(path, value, 'auto');
  const { apps } = specsOf(value, path);
  const names = new Set(apps.map(({ name }) => name));
  const ports = new Map(
    apps.flatMap(({ port, name }) => (port?.kind === 'single' ? [[port.port, name] as const] : [])),
  );
  const renamed = proposals.map((proposal) => {
    const name = freeName(proposal.name, names);
    names.add(name);
    return { ...proposal, name };
  });
  return language === 'toml'
    ? appendTables(tree, settlePorts(renamed, ports), dialect)
    : appendItems(tree, settlePorts(renamed, ports), dialect);
}

function appendTables(
  tree: SourceTree,
  apps: readonly SettledApp[],
  dialect: Dialect,
): ReturnType<typeof appendApps> {
  const { text } = tree;
  // A list in brackets, or another table named "apps", cannot go on as tables.
  const isOpen = appsOf(tree.root).every(({ path }) => path[0] === 'apps' && typeof path[1] === 'number');
  if (!isOpen || /^\s*apps\s*=/m.test(text)) return null;
  const style = { ...usualStyle('toml'), ...newlineOf(text) };
  const tables = appLists(apps, { style, dialect, said: text }).map((lines) => lines.join(style.newline));
  const gap = text.trim() === '' ? '' : text.endsWith('\n') ? style.newline : style.newline + style.newline;
  return { offset: text.length, newText: gap + tables.join(style.newline + style.newline) + style.newline };
}

function appendItems(
  tree: SourceTree,
  apps: readonly SettledApp[],
  dialect: Dialect,
): ReturnType<typeof appendApps> {
  const { text, language, root } = tree;
  const [first] = appsOf(root);
  const path = first === undefined ? ['apps'] : first.path.slice(0, -1);
  const list = nodeAtPath(root, path)?.node;
  if (list?.kind !== 'array' || list.isOpen) return null;
  const last = list.items.at(-1);
  // An item that is written elsewhere, by a name, stands for a list that is put together.
  if (list.items.some(({ start, end }) => start < list.start || end > list.end)) return null;
  const { indentUnit, quote, newline, quotesKeys, trailingComma } = styleAt(text, language, {
    offset: list.start,
    container: null,
  });
  const style = { ...usualStyle(language), indentUnit, quote, newline, quotesKeys, trailingComma };
  const items = appLists(apps, { style, dialect, said: text });
  const place = last ?? list;
  const lineStart = text.lastIndexOf('\n', place.start - 1) + 1;
  const lead = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  if (language === 'yaml' && text.charAt(list.start) !== '[') {
    const indentation = /^[ \t]*-/.test(text.slice(lineStart)) ? lead : null;
    if (last === undefined || indentation === null) return null;
    const at = last.start + text.slice(last.start, last.end).trimEnd().length;
    return {
      offset: at,
      newText: items.map((lines) => newline + joined(lines, indentation, newline)).join(''),
    };
  }
  if (language === 'yaml') return null;
  const indentation = last === undefined ? lead + indentUnit : lead;
  const written = items.map((lines) => newline + joined(lines, indentation, newline)).join(',');
  if (last === undefined) {
    return { offset: list.start + 1, newText: `${written}${trailingComma ? ',' : ''}${newline}${lead}` };
  }
  const comma = /^\s*,/.exec(text.slice(last.end, list.end));
  if (comma !== null) return { offset: last.end + comma[0].length, newText: `${written},` };
  return { offset: last.end, newText: `,${written}` };
}

function joined(lines: readonly string[], indentation: string, newline: string): string {
  return lines.map((line) => indentation + line).join(newline);
}

function newlineOf(text: string): { readonly newline: '\n' | '\r\n' } {
  return { newline: text.includes('\r\n') ? '\r\n' : '\n' };
}

function valueOf(
  apps: readonly SettledApp[],
  dialect: Dialect,
): readonly Readonly<Record<string, unknown>>[] {
  return apps.map((app) =>
    Object.fromEntries(appOptions(app, dialect).map(({ key, value }) => [key, value])),
  );
}

function specsOf(value: unknown, path: string): { readonly apps: readonly AppSpec[] } {
  return normaliseEcosystem(value, { path, dialect: 'pm2' });
}

/** What is run and where; how many times and with which port is up to the file. */
function programOf({ cwd, script, args }: AppSpec): string {
  const words = args.filter((word) => !/^\d+$|^--(?:port|host)/.test(word));
  return JSON.stringify([cwd, script, words]);
}
