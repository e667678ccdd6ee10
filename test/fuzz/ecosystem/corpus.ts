import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../../src/ecosystem/rules/rules.ts';
import { languageOf } from '../../../src/ecosystem/tree/parseTree.ts';
import type { SourceLanguage } from '../../../src/ecosystem/tree/sourceTree.ts';

export interface CorpusFile {
  readonly language: SourceLanguage;
  readonly text: string;
}

const folder = join(import.meta.dirname, '../../fixtures/ecosystems');

/** The ecosystem files that the tests have, and the examples of the rules. */
export const corpus: readonly CorpusFile[] = [
  ...readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ parentPath, name }) => ({ name, text: readFileSync(join(parentPath, name), 'utf8') })),
  ...rules.flatMap(({ examples }) =>
    examples.flatMap(({ file, bad, good }) => [
      { name: file, text: bad },
      { name: file, text: good },
    ]),
  ),
].flatMap(({ name, text }) => {
  const language = languageOf(name);
  return language === null ? [] : [{ language, text }];
});

/** A file name of a language. */
export function pathOf(language: SourceLanguage): string {
  const extension = { javascript: 'js', typescript: 'ts', json: 'json', yaml: 'yaml', toml: 'toml' }[
    language
  ];
  return `/shop/ecosystem.config.${extension}`;
}
