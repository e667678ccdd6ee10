import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTold } from '../../../src/extension/editor/toldProblems.ts';

const unknown = { code: 'option-unknown', data: { option: 'max', suggestion: '' } };

test('of JSON, YAML and TOML the language server tells all but what is about the file on disk', () => {
  for (const file of ['/a/ecosystem.json', '/a/ecosystem.yaml', '/a/pm2.yml', '/a/ecosystem.toml']) {
    assert.equal(isTold(unknown, file, []), true);
    assert.equal(isTold({ code: 'file-syntax', data: { message: 'x' } }, file, []), true);
    assert.equal(isTold({ code: 'file-unreadable', data: { reason: 'x' } }, file, []), false);
  }
});

test('of JavaScript and TypeScript what a run tells is left, once', () => {
  for (const file of ['/a/ecosystem.config.js', '/a/pm2.config.mts']) {
    assert.equal(isTold(unknown, file, []), false);
    assert.equal(isTold(unknown, file, [unknown]), true);
    assert.equal(isTold(unknown, file, [{ ...unknown, data: { option: 'min', suggestion: '' } }]), false);
    assert.equal(isTold({ code: 'file-threw', data: { message: 'x' } }, file, [unknown]), false);
  }
});

test('wrong syntax of JavaScript is told by VS Code itself', () => {
  assert.equal(isTold({ code: 'file-syntax', data: { message: 'x' } }, '/a/ecosystem.config.js', []), true);
});

test('an option that the language server calls wrong in other words is not told again', () => {
  const misplaced = { code: 'option-at-root', data: { option: 'max' } };
  assert.equal(isTold(unknown, '/a/ecosystem.config.js', [misplaced]), true);
});
