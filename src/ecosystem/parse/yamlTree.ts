import type { Document } from 'yaml';
import { isNode, parseDocument } from 'yaml';
import type { Node } from '../tree/node.ts';
import type { SourceTree, SyntaxProblem } from '../tree/sourceTree.ts';
import { convertYaml } from './convertYaml.ts';
import { maskMarkers } from './maskText.ts';
import { maskYaml } from './maskYaml.ts';
import { unreadable } from './nesting.ts';
import { readPlainYaml } from './plainYaml.ts';
import { yamlProblems } from './yamlProblems.ts';

/** What a YAML 1.2 text says; anchors, aliases and `<<` merges are resolved. Made of any text. */
export function parseYamlTree(text: string): SourceTree {
  const root = readPlainYaml(text);
  return root === null ? parseAnyYaml(text) : { language: 'yaml', text, root, syntax: [], exported: null };
}

/** As `parseYamlTree`, by the parser of all of YAML alone. */
export function parseAnyYaml(text: string): SourceTree {
  const { text: bare, problems } = maskMarkers(text);
  try {
    const { root, syntax } = read(bare, problems);
    return { language: 'yaml', text, root, syntax, exported: null };
  } catch (error) {
    const message = unreadable(error);
    return {
      language: 'yaml',
      text,
      root: null,
      syntax: [{ start: 0, end: text.length, message }],
      exported: null,
    };
  }
}

function read(
  text: string,
  problems: readonly SyntaxProblem[],
): { readonly root: Node | null; readonly syntax: readonly SyntaxProblem[] } {
  let masked = { text, problems, quotes: new Set<number>() as ReadonlySet<number> };
  let document = parse(text);
  if (document.errors.length > 0) {
    const again = maskYaml(text);
    if (again.problems.length > 0) {
      masked = { ...again, problems: [...problems, ...again.problems] };
      document = parse(again.text);
    }
  }
  const converted = isNode(document.contents)
    ? convertYaml(document.contents, masked)
    : { node: null, problems: [] };
  const known = [...masked.problems, ...converted.problems];
  return { root: converted.node, syntax: yamlProblems(document.errors, masked.text, known) };
}

function parse(text: string): Document {
  return parseDocument(text, {
    strict: false,
    merge: true,
    // The parser compares every key with every other one; the conversion does it in linear time.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
}
