import { glob, readFile } from 'node:fs/promises';
import ts from 'typescript';
import { root } from '../../../scripts/install/paths.ts';

/** Something that a test does to the editor: runs a command, clicks, presses a key, changes a setting. */
export interface Act {
  /** The last name of what is called: `executeCommand`, `clickButton`. */
  readonly name: string;
  /** The texts in its arguments, and in what it is called on: `row('web').clickMenu('Stop')` has both. */
  readonly texts: readonly string[];
}

/** A test with what it does and what it looks for, the functions of its file that it calls included. */
export interface TestCase {
  /** `test/host/apps.test.ts: come online …`. */
  readonly title: string;
  /** What is done with something looked at or asserted after it; nothing else proves anything. */
  readonly checked: readonly Act[];
  /** Texts and the sources of regular expressions in what is looked for. */
  readonly looked: readonly string[];
  /** Names of properties in objects, such as settings. */
  readonly properties: ReadonlySet<string>;
  /** Sections of settings that it reads or writes: `drover`, `drover.files`. */
  readonly sections: readonly string[];
}

const defining = new Set(['it', 'test', 'journey']);
const looking = /^(assert|expect|wait|until|eventually|see)/;
/** What the harness and VS Code call acting; functions that call them act, too. */
const acting =
  /^(executeCommand|runCommand|executeTask|startDebugging|invokeTool|update|configure|click\w*|press|open\w+|choose\w*|run|type|fill|invoke\w*|activate)$/;

/** Every test inside VS Code and in the browser. */
export async function readTestCases(): Promise<TestCase[]> {
  const cases: TestCase[] = [];
  for await (const path of glob('test/{host,ui}/**/*.test.ts', { cwd: root })) {
    const text = await readFile(`${root}/${path}`, 'utf8');
    cases.push(...testCasesOf(path.replaceAll('\\', '/'), text));
  }
  return cases;
}

/** The tests that a file defines. */
export function testCasesOf(path: string, text: string): TestCase[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const functions = functionsOf(file);
  return callsIn(file).flatMap((call) => {
    const [title] = call.arguments;
    if (!defining.has(lastName(call.expression)) || title === undefined || !ts.isStringLiteralLike(title)) {
      return [];
    }
    return [read(`${path}: ${title.text}`, call.arguments.slice(1), functions)];
  });
}

function read(title: string, parts: readonly ts.Node[], functions: ReadonlyMap<string, ts.Node>): TestCase {
  const calls = parts.flatMap((part) => flatten(part, functions, new Set()));
  const isLook = (call: ts.CallExpression): boolean =>
    namesOf(call.expression).some((name) => looking.test(name));
  const lastLook = calls.findLastIndex(isLook);
  const nodes = [...parts, ...calls];
  return {
    title,
    checked: calls
      .slice(0, Math.max(0, lastLook))
      .filter((call) => acting.test(lastName(call.expression)))
      .map((call) => ({ name: lastName(call.expression), texts: textsIn(call) })),
    looked: calls.filter(isLook).flatMap(textsIn),
    properties: new Set(nodes.flatMap(propertiesIn)),
    sections: calls
      .filter((call) => lastName(call.expression) === 'getConfiguration')
      .flatMap((call) => textsIn(call).slice(0, 1)),
  };
}

/** The calls below a node in the order in which they are written, with those of called functions of the file in place. */
function flatten(
  node: ts.Node,
  functions: ReadonlyMap<string, ts.Node>,
  entered: Set<string>,
): ts.CallExpression[] {
  return callsIn(node).flatMap((call) => {
    const name = ts.isIdentifier(call.expression) ? call.expression.text : '';
    const body = functions.get(name);
    if (body === undefined || entered.has(name)) return [call];
    return [call, ...flatten(body, functions, new Set([...entered, name]))];
  });
}

function functionsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name !== undefined && statement.body !== undefined) {
      found.set(statement.name.text, statement.body);
    }
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && initializer !== undefined && ts.isArrowFunction(initializer)) {
        found.set(name.text, initializer.body);
      }
    }
  }
  return found;
}

function callsIn(node: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child)) calls.push(child);
    child.forEachChild(visit);
  };
  visit(node);
  return calls;
}

function lastName(callee: ts.Expression): string {
  return (ts.isPropertyAccessExpression(callee) ? callee.name : callee).getText();
}

/** `tree`, `row` and `waitForName` of `tree.row('web').waitForName()`. */
function namesOf(callee: ts.Expression): string[] {
  if (ts.isCallExpression(callee)) return namesOf(callee.expression);
  if (!ts.isPropertyAccessExpression(callee)) return [callee.getText()];
  return [...namesOf(callee.expression), callee.name.text];
}

function textsIn(node: ts.Node): string[] {
  const texts: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isStringLiteralLike(child)) texts.push(child.text);
    if (ts.isRegularExpressionLiteral(child)) texts.push(child.text.replace(/^\/(.*)\/\w*$/, '$1'));
    // What is done in a callback is done by calls of its own.
    if (!ts.isArrowFunction(child)) child.forEachChild(visit);
  };
  visit(node);
  return texts;
}

function propertiesIn(node: ts.Node): string[] {
  const names: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isPropertyAssignment(child) && ts.isStringLiteral(child.name)) names.push(child.name.text);
    if (ts.isPropertyAssignment(child) && ts.isStringLiteral(child.initializer)) {
      names.push(`${child.name.getText()}: ${child.initializer.text}`);
    }
    child.forEachChild(visit);
  };
  visit(node);
  return names;
}
