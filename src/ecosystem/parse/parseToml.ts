import type { ParsedText } from './parsedText.ts';
import { parsedFrom } from './parsedText.ts';
import { parseTomlTree } from './tomlTree.ts';

/** Parses TOML. Dates become ISO strings. */
export function parseToml(source: string): ParsedText {
  return parsedFrom(parseTomlTree(source));
}
