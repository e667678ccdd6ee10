import { basename, dirname, join } from 'node:path';
import type { Dialect } from '../appSpec.ts';
import type { FeatureFacts } from '../features/featureFacts.ts';
import type { SourceLanguage, SourceTree } from '../tree/sourceTree.ts';
import type { ScriptExport } from '../write/printFile.ts';
import { convertDialect } from './convertDialect.ts';
import { lostOf, readFile, writeFile } from './convertFile.ts';
import type { Conversion, ConversionRefusal } from './convertFile.ts';

/** A file that another one can be made of. */
export interface ConversionOffer {
  readonly title: string;
  readonly language: SourceLanguage;
  /** The tool whose options it is to have; null leaves all options as they are. */
  readonly dialect: Dialect | null;
  /** Where it would lie, absolute. */
  readonly path: string;
}

type Facts = Pick<FeatureFacts, 'path' | 'dialect' | 'cpus' | 't'>;

const languages: readonly SourceLanguage[] = ['javascript', 'typescript', 'json', 'yaml', 'toml'];

/** What a file can be converted to: the other languages, and what the other tool reads. */
export function conversionsOf(
  { language }: SourceTree,
  { path, dialect, t }: Facts,
): readonly ConversionOffer[] {
  const names: Readonly<Record<SourceLanguage, string>> = {
    javascript: 'JavaScript',
    typescript: 'TypeScript',
    json: 'JSON',
    yaml: 'YAML',
    toml: 'TOML',
  };
  const others = languages
    .filter((other) => other !== language)
    .map((other) => ({
      title: t('Convert to {0}', names[other]),
      language: other,
      dialect: null,
      path: pathIn(path, other),
    }));
  const swapped =
    dialect === 'pm2'
      ? {
          title: t('Convert for PMDaemon ({0})', names.toml),
          language: 'toml' as const,
          dialect: 'pmdaemon' as const,
        }
      : {
          title: t('Convert for PM2 ({0})', names.javascript),
          language: 'javascript' as const,
          dialect: 'pm2' as const,
        };
  return [...others, { ...swapped, path: pathIn(path, swapped.language) }];
}

/** The text that an offer stands for, and what does not come over; or why it cannot be made. */
export function convert(
  tree: SourceTree,
  { language, dialect }: ConversionOffer,
  { cpus, dialect: current, t }: Facts,
  scriptExport?: ScriptExport,
): Conversion | ConversionRefusal {
  const file = readFile(tree, t);
  if ('refused' in file) return file;
  const changed = dialect === null ? { file, notes: [] } : convertDialect(file, dialect, { cpus, t });
  const keepsComments = !(language === 'json' && (dialect ?? current) === 'pmdaemon');
  const target = { language, keepsComments, ...(scriptExport === undefined ? {} : { scriptExport }) };
  return writeFile(changed.file, target, t, [...lostOf(tree, t), ...changed.notes]);
}

/** Beside the file, under a name that ecosystem files of a language are found by. */
function pathIn(path: string, language: SourceLanguage): string {
  const [stem = 'ecosystem'] = basename(path).split('.');
  const isConfig =
    basename(path).includes('.config.') || language === 'javascript' || language === 'typescript';
  const extension = { javascript: 'js', typescript: 'ts', json: 'json', yaml: 'yaml', toml: 'toml' }[
    language
  ];
  // The only name that there is for TOML.
  const name = language === 'toml' ? 'ecosystem' : `${stem}${isConfig ? '.config' : ''}`;
  return join(dirname(path), `${name}.${extension}`);
}
