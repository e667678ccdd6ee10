import type { ParsedText } from './parsedText.ts';
import { parsedFrom } from './parsedText.ts';
import { parseYamlTree } from './yamlTree.ts';

/** Parses one YAML 1.2 document; anchors, aliases and `<<` merges are resolved. */
export function parseYaml(source: string): ParsedText {
  return parsedFrom(parseYamlTree(source));
}
