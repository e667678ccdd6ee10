import { glob, readFile } from 'node:fs/promises';
import ts from 'typescript';
import { exportTexts } from '../../src/ecosystem/export/describeExport.ts';
import { fixTexts } from '../../src/ecosystem/rules/fixTexts.ts';
import { rules } from '../../src/ecosystem/rules/rules.ts';
import { changeTexts } from '../../src/protocol/pendingChanges.ts';
import { problemTexts, suggestionText, wordFacts } from '../../src/protocol/problems.ts';
import { root } from '../install/paths.ts';

/** Where people of an editor read what `t('…')` says. */
const folders = 'src/{extension,language,ecosystem/{features,convert}}/**/*.ts';

/** Where `t` is made; what it hands on is no text of its own. */
const definition = 'src/extension/localise.ts';

export interface TextsInCode {
  /** The English originals, sorted, each once. */
  readonly texts: readonly string[];
  /** `file:line` of calls of `t` whose text cannot be read off the code, so that nobody could translate it. */
  readonly computed: readonly string[];
}

/** Everything that the extension and its language server say, by their English originals. */
export async function textsInCode(): Promise<TextsInCode> {
  const texts = new Set([
    ...Object.values(problemTexts),
    ...rules.flatMap(({ sentence }) => (sentence === undefined ? [] : [sentence])),
    ...Object.values(fixTexts),
    ...exportTexts(),
    suggestionText,
    ...Object.values(changeTexts),
    ...(await factTexts()),
  ]);
  // A sentence that is another's alone is nothing to translate.
  texts.delete('{message}');
  const computed: string[] = [];
  for await (const path of glob(folders, { cwd: root })) {
    if (path === definition) continue;
    const source = await readFile(`${root}/${path}`, 'utf8');
    const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
    for (const call of callsOf('t', file)) {
      const found = literalsOf(call.arguments[0]);
      for (const text of found ?? []) texts.add(text);
      if (found === undefined) {
        computed.push(`${path}:${file.getLineAndCharacterOfPosition(call.getStart()).line + 1}`);
      }
    }
  }
  return { texts: [...texts].sort(), computed };
}

/** The words that sentences about problems are filled with: `{ expected: 'true or false' }`. */
async function factTexts(): Promise<string[]> {
  const texts: string[] = [];
  for await (const path of glob('src/{ecosystem,supervisor}/**/*.ts', { cwd: root })) {
    const file = ts.createSourceFile(
      path,
      await readFile(`${root}/${path}`, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    // Readers of options hand over as their second argument what they expect.
    for (const call of [...callsOf('parsed', file), ...callsOf('reject', file)]) {
      texts.push(...wordsOf(call.arguments[1]));
    }
    const visit = (node: ts.Node): void => {
      const isFact = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
      if (isFact && wordFacts.has(node.name.getText())) texts.push(...wordsOf(node.initializer));
      node.forEachChild(visit);
    };
    visit(file);
  }
  return texts;
}

/** A text of several words; one word alone is a name in the code. */
function wordsOf(node: ts.Expression | undefined): string[] {
  return (literalsOf(node) ?? []).filter((text) => text.includes(' '));
}

function callsOf(name: string, node: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child) && nameOf(child.expression) === name) calls.push(child);
    child.forEachChild(visit);
  };
  visit(node);
  return calls;
}

/** `t` of `t(…)` and of `facts.t(…)`. */
function nameOf(callee: ts.Expression): string {
  return (ts.isPropertyAccessExpression(callee) ? callee.name : callee).getText();
}

/** The texts that an argument may be: one, or those of both branches of a condition. Undefined when it is computed. */
function literalsOf(argument: ts.Expression | undefined): string[] | undefined {
  if (argument === undefined) return undefined;
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (!ts.isConditionalExpression(argument)) return undefined;
  const branches = [literalsOf(argument.whenTrue), literalsOf(argument.whenFalse)];
  return branches.every((branch) => branch !== undefined) ? branches.flat() : undefined;
}
