import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { optionsPage } from '../../../scripts/docs/optionsPage.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { optionForms } from '../../../src/ecosystem/options/optionForms.ts';
import { findOption, optionTable } from '../../../src/ecosystem/optionTable.ts';

const docs = new URL('../../../docs/', import.meta.url);

test('docs/options.md is what the option table gives; "npm run docs" writes it', () => {
  assert.equal(readFileSync(new URL('options.md', docs), 'utf8'), optionsPage());
});

test('every option and alias is on the page once', () => {
  const page = optionsPage();
  for (const { name, aliases, effect } of optionTable) {
    const place = effect === 'acted on' ? `\n### \`${name}\`\n` : `\n- \`${name}\` (`;
    assert.equal(page.split(place).length, 2, name);
    for (const alias of aliases) assert.ok(page.includes(`\`${alias}\``), alias);
  }
});

for (const [option, forms] of Object.entries(optionForms)) {
  for (const { written } of forms) {
    test(`the example ${option}: ${written} is one that Drover reads`, () => {
      assert.equal(findOption(option)?.effect, 'acted on');
      const others = ['db', 'queue', 'proxy'].map((name) => ({ name, script: 'x.js' }));
      const task = { name: 'migrate', script: 'x.js', one_shot: true };
      const app = { name: 'web', script: 'server.js', [option]: JSON.parse(written) as unknown };
      const { problems } = normaliseEcosystem([app, task, ...others], {
        path: '/srv/ecosystem.json',
        dialect: 'pm2',
      });
      assert.deepEqual(problems, []);
    });
  }
}
