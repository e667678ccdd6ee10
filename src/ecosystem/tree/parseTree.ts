import { parseJavaScriptTree } from '../parse/javascript/parseJavaScriptTree.ts';
import { parseTomlTree } from '../parse/tomlTree.ts';
import { parseYamlTree } from '../parse/yamlTree.ts';
import type { SourceLanguage, SourceTree } from './sourceTree.ts';

/** What a file of this path, name or extension is written in; null for those that no ecosystem file has. */
export function languageOf(path: string): SourceLanguage | null {
  const extension = /\.([a-z\d]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  if (/^json[5c]?$/.test(extension)) return 'json';
  if (/^ya?ml$/.test(extension)) return 'yaml';
  if (extension === 'toml') return 'toml';
  if (/^[cm]?js$/.test(extension)) return 'javascript';
  return /^[cm]?ts$/.test(extension) ? 'typescript' : null;
}

/**
 * What a file says. Only its name is looked at; what is of no known kind is read as JavaScript, which JSON is too.
 * Never throws, and takes a time in proportion to the length of the text.
 */
export function parseTree(path: string, text: string): SourceTree {
  return parseSource(text, languageOf(path) ?? 'javascript');
}

/** As `parseTree`, for a language that is known. */
export function parseSource(text: string, language: SourceLanguage): SourceTree {
  if (language === 'yaml') return parseYamlTree(text);
  return language === 'toml' ? parseTomlTree(text) : parseJavaScriptTree(text, language);
}
