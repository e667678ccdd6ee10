import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { optionSpellings } from '../../../src/ecosystem/optionTable.ts';
import { parseJson } from '../../../src/ecosystem/parse/parseJson.ts';
import { parseToml } from '../../../src/ecosystem/parse/parseToml.ts';
import { parseYaml } from '../../../src/ecosystem/parse/parseYaml.ts';
import type { ParsedText } from '../../../src/ecosystem/parse/parsedText.ts';
import { planApp } from '../../../src/ecosystem/planApp.ts';
import { problemTexts } from '../../../src/protocol/problems.ts';

/** Numbers from 0 to below 1, the same in each run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  3,
  1e21,
  '',
  ' ',
  'x',
  '0',
  '3000',
  '3000-3001',
  'auto:1-2',
  'max',
  '5s',
  '512M',
  'node',
  'node server.js',
  'npm start',
  'uvicorn a:b --workers',
  'python -m uvicorn --port',
  'a && b',
  '"',
  '__proto__',
  'constructor',
  [],
  [null],
  ['a', 1, {}],
  [['a']],
  {},
  { a: 1 },
  { $regexp: 'x' },
  { $regexp: {} },
  { check_type: { type: 'http' } },
  { url: 'x', timeout: { secs: 'x' } },
  JSON.parse('{"__proto__": 1, "toString": 2}') as unknown,
];

test('no value of any option makes the normaliser or the planner throw, and specs survive JSON', () => {
  const random = randomNumbers(7);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const keys = [...optionSpellings(), 'env_x', '__proto__', 'constructor', 'toString', ''];
  for (let run = 0; run < 4000; run++) {
    const entries: readonly (readonly [string | undefined, unknown])[] = Array.from(
      { length: 1 + Math.floor(random() * 8) },
      () => [pick(keys), pick(values)] as const,
    );
    const app: unknown = Object.fromEntries([['script', pick(values) ?? 'x'], ...entries]);
    const shown = JSON.stringify(app);
    const { apps, problems } = normaliseEcosystem(app, { path: '/nowhere/ecosystem.json', dialect: 'pm2' });
    for (const { code } of problems) assert.ok(code in problemTexts, shown);
    for (const spec of apps) {
      assert.deepEqual(JSON.parse(JSON.stringify(spec)) as unknown, spec, shown);
      const plan = planApp(spec, { shellEnv: { WORKERS: '2' }, cpus: 4, profile: 'x', dev: random() < 0.5 });
      assert.ok(plan.instances >= 1, shown);
      assert.ok(
        Object.values(plan.env).every((value) => typeof value === 'string'),
        shown,
      );
    }
  }
});

test('no damage to a text makes a parser throw', () => {
  const random = randomNumbers(11);
  const texts = [
    [parseJson, '{"apps": [{"name": "a", "env": {"A": 1}}, /* c */ ]}'],
    [parseYaml, 'x: &a {b: 1}\napps:\n  - name: a\n    env:\n      <<: *a\n      A: |\n        text\n'],
    [parseToml, '[[apps]]\nname = "a"\nwhen = 2020-01-01\n[apps.env]\nA.b = [1, { c = 2 }]\n'],
  ] as const;
  const scraps = [
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ':',
    ',',
    '*a',
    '&b',
    '<<',
    '\n',
    '\t',
    '- ',
    '=',
    '\0',
    '\\',
    '…',
    '!!x',
  ];
  for (const [parse, text] of texts) {
    for (let run = 0; run < 1500; run++) {
      const at = Math.floor(random() * text.length);
      const scrap = scraps[Math.floor(random() * scraps.length)] ?? '';
      const damaged = text.slice(0, at) + scrap + text.slice(at + Math.floor(random() * 4));
      const parsed: ParsedText = parse(damaged);
      if (parsed.kind === 'error')
        assert.ok(parsed.position.line >= 1 && parsed.position.column >= 1, damaged);
      if (parsed.kind === 'value') parsed.locate(['apps', 0, 'name']);
    }
  }
});
