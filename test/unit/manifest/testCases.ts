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
const looking = /^(assert|expect|wait|until|eventually|see|diagnostics)/;
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
    checked: calls.slice(0, lastLook + 1).flatMap((call) => actOf(call, functions)),
    looked: calls.filter(isLook).flatMap(textsIn),
    properties: new Set(nodes.flatMap(propertiesIn)),
    sections: calls
      .filter((call) => lastName(call.expression) === 'getConfiguration')
      .flatMap((call) => textsIn(call).slice(0, 1)),
  };
}

/** A call that acts, or that hands its arguments to a function of the file that acts: `set('openUrl', …)`. */
function actOf(call: ts.CallExpression, functions: ReadonlyMap<string, ts.Node>): Act[] {
  const name = lastName(call.expression);
  if (acting.test(name)) return [{ name, texts: textsIn(call) }];
  const body = functions.get(name);
  const inner = body === undefined ? [] : flatten(body, functions, new Set([name]));
  const doing = inner.map((one) => lastName(one.expression)).find((one) => acting.test(one));
  return doing === undefined ? [] : [{ name: doing, texts: textsIn(call) }];
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
    return [...flatten(body, functions, new Set([...entered, name])), call];
  });
}

/** The functions that a file gives a name, wherever they stand. */
function functionsOf(file: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionDeclaration(node) && node.name !== undefined && node.body !== undefined) {
      found.set(node.name.text, node.body);
    }
    if (
      ts.isVariableDeclaration(node) &&
      node.initializer !== undefined &&
      ts.isArrowFunction(node.initializer)
    ) {
      found.set(node.name.getText(), node.initializer.body);
    }
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

/** The calls below a node in the order in which they are made: arguments before what gets them. */
function callsIn(node: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (child: ts.Node): void => {
    child.forEachChild(visit);
    if (ts.isCallExpression(child)) calls.push(child);
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
