import type { Dialect } from '../appSpec.ts';
import type { SourceLanguage } from '../tree/sourceTree.ts';

/** A language that a new ecosystem file can be written in. */
export interface FileChoice {
  readonly language: SourceLanguage;
  readonly fileName: string;
  readonly dialect: Dialect;
}

/** The first one is what most projects have. */
export const fileChoices: readonly FileChoice[] = [
  { language: 'javascript', fileName: 'ecosystem.config.js', dialect: 'pm2' },
  { language: 'typescript', fileName: 'ecosystem.config.ts', dialect: 'pm2' },
  { language: 'json', fileName: 'ecosystem.config.json', dialect: 'pm2' },
  { language: 'yaml', fileName: 'ecosystem.config.yaml', dialect: 'pm2' },
  { language: 'toml', fileName: 'ecosystem.toml', dialect: 'pmdaemon' },
];
