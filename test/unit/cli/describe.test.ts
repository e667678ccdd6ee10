import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemLine } from '../../../src/cli/describe.ts';

const syntax = { code: 'file-syntax', data: { message: 'Unexpected end' }, severity: 'error' } as const;

test('a problem stands behind its place, which terminals link', () => {
  const problem = { ...syntax, file: '/shop/a/pm2.json', line: 3, column: 7 };
  assert.equal(problemLine(problem, '/shop'), 'a/pm2.json:3:7: error: Unexpected end');
  assert.equal(
    problemLine({ ...syntax, file: '/shop/pm2.json' }, '/shop/a'),
    '../pm2.json: error: Unexpected end',
  );
  assert.equal(problemLine(syntax, '/shop'), 'error: Unexpected end');
});

test('the app is named where the sentence does not', () => {
  assert.equal(problemLine({ ...syntax, app: 'web' }, '/shop'), 'error: web: Unexpected end');
  const named = { code: 'script-required', data: { app: 'web' }, severity: 'error', app: 'web' } as const;
  assert.equal(problemLine(named, '/shop'), 'error: "web" has no "script". Add the file or command it runs.');
});
