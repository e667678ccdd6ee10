import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';
import { parseText } from '../../../../src/ecosystem/parse/parseText.ts';
import { sizeText, writtenApp } from '../../../../src/ecosystem/write/writtenApp.ts';
import { optionValues } from '../schema/optionValues.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/ecosystems/', import.meta.url));
const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(?:json|yaml|toml)$/.test(name),
);

test('the options written of a spec are read as the same spec, in every fixture', () => {
  let count = 0;
  for (const name of files) {
    const path = join(fixtures, name);
    const parsed = parseText(extname(name))?.(readFileSync(path, 'utf8'));
    if (parsed?.kind !== 'value') continue;
    const { apps } = normaliseEcosystem(parsed.value, { path, dialect: 'pm2' });
    const again = normaliseEcosystem({ apps: apps.map(writtenApp) }, { path, dialect: 'pm2' });
    assert.deepEqual(again.apps, apps, name);
    count += apps.length;
  }
  assert.ok(count > 50, `${count} apps`);
});

test('every value of every option is written so that it means the same', () => {
  const path = '/project/ecosystem.json';
  const specOf = (app: unknown): unknown =>
    normaliseEcosystem({ apps: [app] }, { path, dialect: 'pm2' }).apps;
  for (const [option, { right }] of Object.entries(optionValues)) {
    for (const value of right) {
      const raw = { name: 'web', script: 'server.js', [option]: value };
      const [spec] = normaliseEcosystem({ apps: [raw] }, { path, dialect: 'pm2' }).apps;
      assert.ok(spec !== undefined, JSON.stringify(raw));
      assert.deepEqual(specOf(writtenApp(spec)), [spec], JSON.stringify(raw));
    }
  }
});

test('sizes are written in the largest unit that they fill', () => {
  assert.deepEqual([0, 1000, 1024, 300 * 1024 ** 2, 2 * 1024 ** 3].map(sizeText), [
    ...['0', '1000', '1K', '300M', '2G'],
  ]);
});
