import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { parseJavaScriptTree } from '../../../../src/ecosystem/parse/javascript/parseJavaScriptTree.ts';
import { nodeOf, places } from '../../../../src/ecosystem/tree/locate.ts';
import type { Node } from '../../../../src/ecosystem/tree/node.ts';
import { corpusFiles, type CorpusFile } from './corpus.ts';

function sourceFile({ name, text, language }: CorpusFile): ts.SourceFile {
  if (language === 'json') return ts.parseJsonText(name, text);
  const kind = language === 'typescript' ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind);
}

/** A literal as `kind value`, an object with its keys and a list with its length; null for all else. */
function describe(node: ts.Node, source: ts.SourceFile): string | null {
  if (ts.isStringLiteralLike(node)) return `string ${node.text}`;
  if (ts.isNumericLiteral(node)) return `number ${Number(node.text)}`;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return 'boolean true';
  if (node.kind === ts.SyntaxKind.FalseKeyword) return 'boolean false';
  if (node.kind === ts.SyntaxKind.NullKeyword) return 'null';
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.some(ts.isSpreadElement) ? 'array' : `array ${node.elements.length}`;
  }
  if (!ts.isObjectLiteralExpression(node)) return null;
  if (node.properties.some((part) => part.name === undefined || ts.isComputedPropertyName(part.name)))
    return 'object';
  const keys = node.properties.map(({ name }) => {
    if (name === undefined) return '';
    return ts.isStringLiteralLike(name) || ts.isIdentifier(name) ? name.text : name.getText(source);
  });
  return `object ${keys.join()}`;
}

function describeOurs(node: Node, hasSpread: boolean): string | null {
  switch (node.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return `${node.kind} ${node.value}`;
    case 'null':
      return 'null';
    case 'array':
      return hasSpread ? 'array' : `array ${node.items.length}`;
    case 'object':
      return hasSpread ? 'object' : `object ${node.properties.map(({ key }) => key.value).join()}`;
    case 'unknown':
      return null;
  }
}

/** The literals that are written in what is exported, without anything that has to be looked up or run. */
function writtenLiterals(source: ts.SourceFile): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (node: ts.Node): void => {
    const description = describe(node, source);
    if (description !== null) found.set(`${node.getStart(source)}-${node.end}`, description);
    if (ts.isObjectLiteralExpression(node)) {
      for (const part of node.properties) {
        // What stands under a name that nobody knows is left out.
        if (ts.isPropertyAssignment(part) && !ts.isComputedPropertyName(part.name)) walk(part.initializer);
      }
    } else if (ts.isArrayLiteralExpression(node)) node.elements.forEach(walk);
    else if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node)
    ) {
      walk(node.expression);
    }
  };
  for (const statement of source.statements) {
    if (ts.isExportAssignment(statement)) walk(statement.expression);
    if (!ts.isExpressionStatement(statement)) continue;
    const { expression } = statement;
    const isExport =
      ts.isBinaryExpression(expression) && /^(module\.)?exports/.test(expression.getText(source));
    if (isExport) walk(expression.right);
    if (ts.isObjectLiteralExpression(expression) || ts.isArrayLiteralExpression(expression)) walk(expression);
  }
  return found;
}

/** Where every literal, object and list of the text is, whatever it is for. */
function allLiterals(source: ts.SourceFile): Map<string, string | null> {
  const found = new Map<string, string | null>();
  const walk = (node: ts.Node): void => {
    const at = `${node.getStart(source)}-${node.end}`;
    found.set(at, describe(node, source) ?? found.get(at) ?? null);
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

const files = corpusFiles().filter(({ name }) => name !== 'js/bare.config.js');

test('every literal that TypeScript sees in what a file exports is there, with its place and value', () => {
  let count = 0;
  for (const file of files) {
    const { root } = parseJavaScriptTree(file.text, file.language);
    const ours = new Map<string, Node>();
    for (const place of places(root)) {
      const node = nodeOf(place);
      if (node.kind !== 'property') ours.set(`${node.start}-${node.end}`, node);
    }
    // Of a file that exports several times only what counts is in the tree.
    if (['ts/arrow.config.ts', 'cjs/later.config.cjs', 'cjs/ifExports.config.cjs'].includes(file.name))
      continue;
    for (const [at, description] of writtenLiterals(sourceFile(file))) {
      const node = ours.get(at);
      assert.ok(node !== undefined, `${file.name} ${at} ${description}`);
      assert.equal(
        describeOurs(node, /^(?:array|object)$/.test(description)),
        description,
        `${file.name} ${at}`,
      );
      count++;
    }
  }
  assert.ok(count > 400, `${count} compared`);
});

test('everything that the tree has stands where TypeScript has it', () => {
  let count = 0;
  for (const file of files) {
    const theirs = allLiterals(sourceFile(file));
    for (const place of places(parseJavaScriptTree(file.text, file.language).root)) {
      const node = nodeOf(place);
      if (node.kind === 'property' || node.kind === 'unknown') continue;
      const at = `${node.start}-${node.end}`;
      const description = theirs.get(at);
      const isMadeByNames = place.path.length === 0 && /^(?:mjs|ts|cjs)\//.test(file.name);
      if (description === undefined && isMadeByNames) continue;
      assert.ok(description !== undefined, `${file.name} ${at} ${node.kind}`);
      if (description === null || node.kind === 'object' || node.kind === 'array') continue;
      assert.equal(describeOurs(node, false), description, `${file.name} ${at}`);
      count++;
    }
  }
  assert.ok(count > 400, `${count} compared`);
});
