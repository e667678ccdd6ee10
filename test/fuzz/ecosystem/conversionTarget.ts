import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { parse as parseYamlText } from 'yaml';
import { convertFile } from '../../../src/ecosystem/convert/convertFile.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import { parseSource } from '../../../src/ecosystem/tree/parseTree.ts';
import { plainValue } from '../../../src/ecosystem/tree/plainValue.ts';
import type { SourceLanguage } from '../../../src/ecosystem/tree/sourceTree.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { Plain } from './randomValue.ts';
import { randomObject } from './randomValue.ts';

interface ConversionCase {
  readonly value: { readonly apps: readonly Plain[] };
  readonly languages: readonly SourceLanguage[];
}

const languages: readonly SourceLanguage[] = ['json', 'yaml', 'toml', 'javascript', 'typescript'];

export const conversionTarget: FuzzTarget<ConversionCase> = {
  name: 'conversion',
  property:
    'a file says the same after any conversions from language to language, to Drover, to Node and to other readers of JSON and YAML',
  quick: 300,
  make: (random) => ({
    value: { apps: random.list(random.between(0, 4), () => randomObject(random, 1)) },
    languages: random.list(random.between(1, 5), () => random.pick(languages)),
  }),
  check({ value, languages: chain }) {
    let tree = parseSource(JSON.stringify(value, null, 2), 'json');
    for (const language of chain) {
      const result = convertFile(tree, { language, keepsComments: true }, english);
      assert.ok('text' in result, 'refused' in result ? result.refused : '');
      tree = parseSource(result.text, language);
      assert.deepEqual(tree.syntax, [], result.text);
      assert.deepEqual(plainValue(tree.root), value, result.text);
      const other = readByOther(language, result.text);
      if (other !== undefined) assert.deepEqual(other, value, result.text);
    }
  },
};

/** What somebody else makes of a text; undefined where there is nobody. */
function readByOther(language: SourceLanguage, text: string): unknown {
  switch (language) {
    case 'json':
      return JSON.parse(text);
    case 'yaml':
      return ownKeys(parseYamlText(text, { version: '1.1', merge: false, schema: 'core' }));
    case 'javascript':
      // Through JSON, since objects of another realm are equal to none of this one.
      return JSON.parse(
        String(
          runInNewContext(
            `const module = {};\n${text}\n;JSON.stringify(module.exports)`,
            {},
            { timeout: 1000 },
          ),
        ),
      );
    default:
      return undefined;
  }
}

function ownKeys(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
