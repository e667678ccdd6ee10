import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockSnippet,
  choice,
  literal,
  placeholder,
  propertiesSnippet,
  valueSnippet,
} from '../../../../src/ecosystem/complete/snippet.ts';
import { usualStyle } from '../../../../src/ecosystem/write/style.ts';
import { expanded } from './accept.ts';

const inline = { indentation: '', isInline: true };
const indented = { indentation: '  ', isInline: false };

test('what snippets have a meaning for is escaped, and comes back', () => {
  const text = String.raw`a$1 \ ${'${2:b}'} } , |`;
  assert.equal(expanded(literal(text)), text);
  assert.equal(expanded(placeholder(text)), text);
  assert.equal(expanded(choice([text, 'other'])), text);
  assert.equal(choice(['a,b', 'c|d']), String.raw`${'$'}{1|a\,b,c\|d|}`);
  assert.equal(placeholder(''), '${1}');
});

test('stops stand inside of quotes, and numbers have none', () => {
  const template = { name: '${1:web}', instances: '${2:4}', watch: '${3:true}', port: '${4:"3000"}' };
  assert.equal(
    valueSnippet(template, usualStyle('javascript'), inline),
    "{ name: '${1:web}', instances: ${2:4}, watch: ${3:true}, port: '${4:3000}' }",
  );
  assert.equal(
    valueSnippet(template, usualStyle('json'), inline),
    '{ "name": "${1:web}", "instances": ${2:4}, "watch": ${3:true}, "port": "${4:3000}" }',
  );
  assert.equal(
    valueSnippet(template, usualStyle('toml'), inline),
    '{ name = "${1:web}", instances = ${2:4}, watch = ${3:true}, port = "${4:3000}" }',
  );
  assert.equal(
    blockSnippet(template, usualStyle('yaml'), '  '),
    'name: ${1:web}\n  instances: ${2:4}\n  watch: ${3:true}\n  port: "${4:3000}"',
  );
});

test('names and parts of texts can be stops, and texts that need quotes get them', () => {
  const template = {
    'env_${1:production}': { A: 'x${2:yz}', B: '${3:0 4 * * *}', C: '${4:yes}', D: '$HOME' },
  };
  assert.equal(
    propertiesSnippet(template, usualStyle('yaml'), indented),
    'env_${1:production}:\n    A: x${2:yz}\n    B: "${3:0 4 * * *}"\n    C: "${4:yes}"\n    D: \\$HOME',
  );
  assert.equal(propertiesSnippet({ 'a ${1:b}': 1 }, usualStyle('javascript'), indented), "'a ${1:b}': 1");
});
