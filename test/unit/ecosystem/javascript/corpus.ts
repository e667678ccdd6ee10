import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../fixtures/ecosystems/', import.meta.url);

export interface CorpusFile {
  readonly name: string;
  readonly language: 'javascript' | 'typescript' | 'json';
  readonly text: string;
}

/** The ecosystem files written for the tests that the parser of JavaScript reads. */
export function corpusFiles(): readonly CorpusFile[] {
  return ['cjs', 'mjs', 'js', 'ts', 'json'].flatMap((kind) =>
    readdirSync(new URL(kind, folder)).map((name): CorpusFile => {
      const language = kind === 'ts' ? 'typescript' : kind === 'json' ? 'json' : 'javascript';
      return {
        name: `${kind}/${name}`,
        language,
        text: readFileSync(new URL(`${kind}/${name}`, folder), 'utf8'),
      };
    }),
  );
}
