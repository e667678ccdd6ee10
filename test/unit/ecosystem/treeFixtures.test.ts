import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseDocument } from 'yaml';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { appsOf } from '../../../src/ecosystem/tree/appsOf.ts';
import { nodeOf, places } from '../../../src/ecosystem/tree/locate.ts';
import { parseTree } from '../../../src/ecosystem/tree/parseTree.ts';
import { plainValue } from '../../../src/ecosystem/tree/plainValue.ts';
import type { SourceTree } from '../../../src/ecosystem/tree/sourceTree.ts';
import { assertInside } from './treeProperties.ts';

const folder = join(import.meta.dirname, '../../fixtures/ecosystems');

for (const language of ['yaml', 'toml']) {
  for (const name of readdirSync(join(folder, language))) {
    const text = readFileSync(join(folder, language, name), 'utf8');

    test(`${language}/${name} is read without complaint, and as its parser reads it`, () => {
      const tree = parseTree(name, text);
      assert.deepEqual(tree.syntax, []);
      assertInside(tree);
      assert.ok(appsOf(tree.root).length >= 1);
      assert.deepEqual(plainValue(tree.root, null), language === 'yaml' ? yamlValue(text) : tomlValue(text));
    });

    test(`${language}/${name}: each name and value says itself where it stands`, () => {
      const tree = parseTree(name, text);
      for (const place of places(tree.root)) {
        const node = nodeOf(place);
        if ('value' in node && node.kind !== 'property') {
          const written = text.slice(node.start, node.end);
          assert.deepEqual(valueOf(written, tree), node.value, written);
        }
      }
    });
  }
}

const yamlValue = (text: string): unknown => parseDocument(text, { merge: true }).toJS();

function tomlValue(text: string): unknown {
  return JSON.parse(JSON.stringify(getStaticTOMLValue(parseTOML(text))));
}

/** What a scalar is on its own. */
function valueOf(written: string, { language }: SourceTree): unknown {
  if (language === 'yaml') {
    // Lines of a text in a block are indented as deep as in the file.
    return yamlValue(/^[|>]/.test(written) ? `a: ${written}` : written) instanceof Object
      ? (yamlValue(`a: ${written}`) as { a: unknown }).a
      : yamlValue(written);
  }
  return /^[\w-]+$/.test(written) && !/^(?:\d|true$|false$|inf$|nan$)/.test(written)
    ? written
    : (tomlValue(`a = ${written}`) as { a: unknown }).a;
}
