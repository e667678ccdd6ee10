import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { schemaText } from '../../../../scripts/docs/schemaText.ts';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';
import { optionForms } from '../../../../src/ecosystem/options/optionForms.ts';
import { findOption, optionTable } from '../../../../src/ecosystem/optionTable.ts';
import { ecosystemSchema } from '../../../../src/ecosystem/schema/ecosystemSchema.ts';
import { takeoverSchema } from '../../../../src/ecosystem/schema/takeoverSchema.ts';
import { parseTree } from '../../../../src/ecosystem/tree/parseTree.ts';
import { plainValue } from '../../../../src/ecosystem/tree/plainValue.ts';
import { optionValues } from './optionValues.ts';

const schemas = new URL('../../../../schemas/', import.meta.url);
const validate = new Ajv({ strict: false, allErrors: true }).compile(ecosystemSchema());

function isReported(app: Record<string, unknown>): boolean {
  const { problems } = normaliseEcosystem([app], { path: '/srv/ecosystem.json', dialect: 'pm2' });
  return problems.some(({ code }) => code === 'option-type' || code === 'option-unknown');
}

for (const [name, schema] of [
  ['ecosystem', ecosystemSchema()],
  ['takeover', takeoverSchema],
] as const) {
  test(`schemas/${name}.schema.json is what the option table gives; "npm run docs" writes it`, () => {
    assert.equal(readFileSync(new URL(`${name}.schema.json`, schemas), 'utf8'), schemaText(schema));
  });
}

for (const [option, { right, wrong }] of Object.entries(optionValues)) {
  for (const [value, isRight] of [
    ...[...right, null].map((value) => [value, true] as const),
    ...wrong.map((value) => [value, false] as const),
  ]) {
    test(`schema and reader ${isRight ? 'take' : 'refuse'} ${option}: ${JSON.stringify(value)}`, () => {
      const app = { name: 'web', script: 'server.js', [option]: value };
      if (option !== 'script' || value !== null) assert.equal(isReported(app), !isRight, 'the reader');
      else return;
      assert.equal(validate({ apps: [app] }), isRight, `the schema: ${JSON.stringify(validate.errors)}`);
    });
  }
}

test('the values of this test are of every option, at least three each', () => {
  const acted = optionTable.filter(({ effect }) => effect === 'acted on').map(({ name }) => name);
  assert.deepEqual(
    Object.keys(optionValues)
      .filter((name) => findOption(name))
      .sort(),
    acted.sort(),
  );
  for (const [name, { right, wrong }] of Object.entries(optionValues)) {
    assert.ok(right.length >= 3, name);
    assert.ok(wrong.length >= 3 || name === 'script', name);
  }
});

test('each spelling of an option is held to the same', () => {
  for (const { name, aliases } of optionTable) {
    const wrong = optionValues[name]?.wrong[0];
    if (wrong === undefined) continue;
    for (const alias of aliases) {
      assert.equal(validate([{ script: 'a.js', [alias]: wrong }]), false, alias);
      assert.equal(isReported({ script: 'a.js', [alias]: wrong }), true, alias);
    }
  }
});

test('the forms of the documentation are taken', () => {
  for (const [option, forms] of Object.entries(optionForms)) {
    for (const { written } of forms) {
      const app = { script: 'a.js', [option]: JSON.parse(written) as unknown };
      assert.ok(validate(app), `${option}: ${written}: ${JSON.stringify(validate.errors)}`);
    }
  }
});

const web = { name: 'web', script: 'server.js' };
const files: readonly [file: unknown, isRight: boolean][] = [
  [{ apps: [web] }, true],
  [{ apps: web }, true],
  [{ apps: { web: { script: 'a.js' }, api: { script: 'b.js' } } }, true],
  [{ apps: { watch: { script: 'a.js' } } }, true],
  [{ pm2: [web] }, true],
  [{ name: 'package', version: '1.0.0', pm2: { apps: [web] } }, true],
  [[web], true],
  [web, true],
  [{ exec: 'server.js' }, true],
  [{ default: { apps: [web] } }, true],
  [{ $schema: 'x', apps: [{ ...web, 'x-note': [] }] }, true],
  [{ apps: [web], deploy: { production: { host: ['a', 'b'], 'post-deploy': 'x' } }, static: [] }, true],
  [{}, false],
  [5, false],
  [{ apps: ['web'] }, false],
  [{ apps: [{ name: 'web' }] }, false],
  [{ apps: [{ ...web, auto_restart: true }] }, false],
  [{ apps: { web: { script: 'a.js', instances: 'many' } } }, false],
  [{ ...web, instances: 'many' }, false],
  [[{ ...web, dev: { instances: 'many' } }], false],
];
for (const [file, isRight] of files) {
  test(`the schema ${isRight ? 'takes' : 'refuses'} ${JSON.stringify(file)}`, () => {
    assert.equal(validate(file), isRight, JSON.stringify(validate.errors));
  });
}

const corpus = fileURLToPath(new URL('../../../fixtures/ecosystems/', import.meta.url));
/** What the schema can see as well. */
const visible = new Set([
  'option-type',
  'option-unknown',
  'script-required',
  'app-not-object',
  'file-no-apps',
]);

test('schema and readers agree on every file of the corpus', () => {
  const files = readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  assert.ok(files.length >= 60);
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    // What only a run of the file tells counts as absent, so that its option is still there.
    const known = JSON.stringify(
      plainValue(parseTree(path, readFileSync(path, 'utf8')).root),
      (_, value: unknown) => (value === undefined ? null : value),
    );
    const value: unknown = JSON.parse(known);
    const { problems } = normaliseEcosystem(value, { path, dialect: 'pm2' });
    const reported = problems.filter(({ code }) => visible.has(code));
    assert.equal(
      validate(value),
      reported.length === 0,
      `${path} ${JSON.stringify([reported, validate.errors])}`,
    );
  }
});
