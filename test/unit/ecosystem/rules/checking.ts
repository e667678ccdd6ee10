import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { check } from '../../../../src/ecosystem/rules/check.ts';
import type { CheckSettings } from '../../../../src/ecosystem/rules/check.ts';
import type { FileFacts } from '../../../../src/ecosystem/rules/fileFacts.ts';
import { noFacts } from '../../../../src/ecosystem/rules/fileFacts.ts';
import type { Finding, Fix, RuleExample } from '../../../../src/ecosystem/rules/rule.ts';
import { parseTree } from '../../../../src/ecosystem/tree/parseTree.ts';

/** Where the files of examples and tests are said to be. */
export const folder = '/shop';

interface Asked {
  readonly facts?: FileFacts;
  readonly rules?: CheckSettings['rules'];
  readonly dialect?: CheckSettings['dialect'];
}

export function findings(file: string, text: string, asked: Asked = {}): readonly Finding[] {
  const path = join(folder, file);
  const { facts = noFacts, rules = {}, dialect = 'auto' } = asked;
  return check(parseTree(path, text), { path, facts, settings: { dialect, rules } });
}

/** The codes of the findings, in the order of the file. */
export function codes(file: string, text: string, asked: Asked = {}): readonly string[] {
  return findings(file, text, asked).map(({ code }) => code);
}

/** The text after a fix; its edits must not touch each other. */
export function fixed(text: string, { edits }: Fix): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const [index, edit] of sorted.entries()) {
    const next = sorted[index + 1];
    assert.ok(edit.start <= edit.end && edit.end <= text.length);
    assert.ok(next === undefined || edit.end <= next.start, 'edits overlap');
  }
  return sorted.reduceRight(
    (result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end),
    text,
  );
}

/** A machine on which these files and their folders are all there is. */
export function factsWith({
  files,
  cpus,
  runningApps = [],
  isModule = false,
}: RuleExample['facts'] = {}): FileFacts {
  if (files === undefined) return { ...noFacts, cpus, runningApps, isModuleFolder: () => isModule };
  const folders = new Set(files.flatMap((file) => foldersAbove(file)));
  return {
    cpus,
    runningApps,
    isModuleFolder: () => isModule,
    isOnPath: (program) => program === 'node' || program === 'npm',
    kindOf: (path) => (files.includes(path) ? 'file' : folders.has(path) ? 'folder' : null),
    namesIn: (at) =>
      [...files, ...folders]
        .filter((path) => path !== at && dirname(path) === at)
        .map((path) => path.slice(at.length + 1)),
  };
}

function foldersAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}
