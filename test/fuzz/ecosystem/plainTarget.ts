import assert from 'node:assert/strict';
import { parseAnyScript } from '../../../src/ecosystem/parse/javascript/parseJavaScriptTree.ts';
import { readPlainScript } from '../../../src/ecosystem/parse/javascript/plainScript.ts';
import { readPlainToml } from '../../../src/ecosystem/parse/plainToml.ts';
import { readPlainYaml } from '../../../src/ecosystem/parse/plainYaml.ts';
import { parseAnyToml } from '../../../src/ecosystem/parse/tomlTree.ts';
import { parseAnyYaml } from '../../../src/ecosystem/parse/yamlTree.ts';
import type { SourceLanguage, SourceTree } from '../../../src/ecosystem/tree/sourceTree.ts';
import { printFile } from '../../../src/ecosystem/write/printFile.ts';
import { usualStyle } from '../../../src/ecosystem/write/style.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { Random } from '../random.ts';
import { corpus } from './corpus.ts';
import { mutate } from './mutate.ts';
import type { Plain } from './randomValue.ts';

interface PlainCase {
  readonly language: SourceLanguage;
  readonly text: string;
}

const languages: readonly SourceLanguage[] = ['json', 'yaml', 'toml', 'javascript', 'typescript'];
const texts = corpus.map(({ text }) => text);
const keys = [
  'name',
  'script',
  'env',
  'a',
  'B_1',
  'x-y',
  'async',
  'get',
  'type',
  'default',
  '__proto__',
  '1',
];
const values = [
  'web',
  'server.js',
  '--x=1',
  'a b',
  '',
  '512M',
  '3000-3002',
  'it\'s "so"',
  'C:\\x\ty',
  'ü',
  '#',
];

export const plainTarget: FuzzTarget<PlainCase> = {
  name: 'plain',
  property:
    'what a quick reader of usual files makes of a text is what the parser of its whole language makes of it',
  quick: 1500,
  freeTexts: ['text'],
  make(random) {
    if (random.chance(0.4)) {
      const { language, text } = random.pick(corpus);
      return { language, text: mutate(text, texts, random) };
    }
    const language = random.pick(languages);
    const text = printFile(
      { apps: random.list(random.between(0, 4), () => value(random, 1)) },
      { ...usualStyle(language), trailingComma: random.chance(0.5), quotesKeys: language === 'json' },
      random.pick(['module.exports', 'export default']),
    );
    return { language, text: random.chance(0.3) ? text : mutate(text, texts, random) };
  },
  check({ language, text }) {
    const [plain, any] = bothTrees(language, text);
    if (plain !== null) assert.deepEqual(plain, any());
  },
};

function bothTrees(language: SourceLanguage, text: string): [SourceTree | null, () => SourceTree] {
  if (language !== 'yaml' && language !== 'toml')
    return [readPlainScript(text, language), () => parseAnyScript(text, language)];
  const root = language === 'yaml' ? readPlainYaml(text) : readPlainToml(text);
  return [
    root && { language, text, root, syntax: [], exported: null },
    () => (language === 'yaml' ? parseAnyYaml(text) : parseAnyToml(text)),
  ];
}

function value(random: Random, depth: number): Plain {
  if (random.chance(0.4)) return random.pick(values);
  if (depth > 4 || random.chance(0.3)) return random.pick([0, 1, -1.5, 64, 123456789012, true, false]);
  if (random.chance(0.3)) return random.list(random.between(0, 4), () => value(random, depth + 1));
  const entries = random.list(random.between(0, 6), () => [random.pick(keys), value(random, depth + 1)]);
  return Object.fromEntries(entries) as Plain;
}
