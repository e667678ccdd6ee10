import assert from 'node:assert/strict';
import { completionsAt } from '../../../../src/ecosystem/complete/complete.ts';
import type { CompletionFacts, FolderEntry } from '../../../../src/ecosystem/complete/completionFacts.ts';
import type { CompletionItem } from '../../../../src/ecosystem/complete/completionItem.ts';

const folders: Readonly<Record<string, readonly string[]>> = {
  '/srv': [
    ...['server.js', 'ecosystem.config.js', 'vite.config.ts', 'README.md', '.env', '.env.local', 'start'],
    ...['src/', 'api/', 'node_modules/', '.git/', 'worker.py', 'check.test.js'],
  ],
  '/srv/src': ['index.ts', 'index.d.ts', 'lib/'],
  '/srv/api': ['main.py', '.venv/', 'logs/', 'old.log'],
  '/srv/api/.venv/bin': ['python', 'pip'],
};

export const facts: CompletionFacts = {
  listFolder: (folder) =>
    (folders[folder] ?? []).map((name): FolderEntry => ({
      name: name.replace('/', ''),
      isFolder: name.endsWith('/'),
    })),
  dialect: 'auto',
  timeZones: ['Europe/Berlin', 'UTC'],
};

export interface Case {
  readonly before: string;
  readonly offset: number;
  readonly items: readonly CompletionItem[];
}

/** The items at the `|` of a text. The last `|` counts, since YAML has others. */
export function complete(marked: string, path: string): Case {
  const offset = marked.lastIndexOf('|');
  assert.notEqual(offset, -1, 'a cursor');
  const before = marked.slice(0, offset) + marked.slice(offset + 1);
  return { before, offset, items: completionsAt(before, path, offset, facts) };
}

/** The text after the item of this label is accepted, every stop filled with what stands there. */
export function accept(marked: string, path: string, label: string): string {
  const { before, items } = complete(marked, path);
  const item = items.find((found) => found.label === label);
  assert.ok(item, `no "${label}" among ${items.map((found) => found.label).join(', ') || 'nothing'}`);
  return applied(before, item);
}

export function applied(text: string, item: CompletionItem): string {
  const { replace, newText, edits } = item;
  const all = [...edits, { ...replace, newText: expanded(newText) }].sort((a, b) => b.start - a.start);
  for (const [index, edit] of all.entries()) {
    assert.ok(edit.start <= edit.end && edit.end <= text.length, 'within the text');
    assert.ok(index === 0 || edit.end < (all[index - 1]?.start ?? 0), 'edits do not overlap');
  }
  return all.reduce((done, edit) => done.slice(0, edit.start) + edit.newText + done.slice(edit.end), text);
}

/** A snippet with the first choice and the default of each stop, as an editor inserts it. */
export function expanded(snippet: string, empty = ''): string {
  const token =
    /\\([\\$}])|\$\{\d+\|((?:\\.|[^\\,|])*)(?:,(?:\\.|[^\\|])*)?\|\}|\$\{\d+:((?:\\.|[^\\}])*)\}|\$\{\d+\}|\$\d+/gs;
  const unescaped = (text: string): string => text.replace(/\\(.)/gs, '$1');
  return snippet.replace(token, (_, escape?: string, first?: string, usual?: string) => {
    if (escape !== undefined) return escape;
    return first === undefined && usual === undefined ? empty : unescaped(first ?? usual ?? '');
  });
}
