import type { SourceTree } from '../../tree/sourceTree.ts';
import { Cursor } from './cursor.ts';
import { findJsonProblems } from './findJsonProblems.ts';
import { parseProgram } from './parseStatement.ts';
import type { ScriptLanguage } from './plainScript.ts';
import { readPlainScript } from './plainScript.ts';
import { findExport } from './resolve/findExport.ts';
import { findNames } from './resolve/findNames.ts';
import { Resolver } from './resolve/resolver.ts';
import { tokenize } from './tokenize.ts';

/**
 * What a JavaScript, TypeScript or JSON text says. The text may be damaged or half-written in any way; nothing of it
 * is run. Problems of syntax are found in JSON only: editors report those of the other two by themselves.
 */
export function parseJavaScriptTree(text: string, language: ScriptLanguage): SourceTree {
  return readPlainScript(text, language) ?? parseAnyScript(text, language);
}

/** As `parseJavaScriptTree`, by the parser of everything alone. */
export function parseAnyScript(text: string, language: ScriptLanguage): SourceTree {
  const tokens = tokenize(text);
  const statements = parseProgram(new Cursor(text, tokens, language === 'typescript'));
  const found = findExport(statements, new Resolver(findNames(statements), text.length));
  const root = found?.root ?? null;
  return language === 'json'
    ? { language, text, root, syntax: findJsonProblems(text, tokens), exported: null }
    : { language, text, root, syntax: [], exported: found?.statement ?? null };
}
