import { parseJson } from './parseJson.ts';
import { parseToml } from './parseToml.ts';
import { parseYaml } from './parseYaml.ts';
import type { ParsedText } from './parsedText.ts';

/** The parser for files with this extension; null for those that have to be evaluated. */
export function parseText(extension: string): ((source: string) => ParsedText) | null {
  if (/^\.json[5c]?$/.test(extension)) return parseJson;
  if (/^\.ya?ml$/.test(extension)) return parseYaml;
  return extension === '.toml' ? parseToml : null;
}
