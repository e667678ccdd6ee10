import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { test } from 'node:test';
import { conversionsOf, convert } from '../../../../src/ecosystem/convert/conversions.ts';
import { isEcosystemFileName } from '../../../../src/ecosystem/fileNames.ts';
import { english } from '../../../../src/ecosystem/translate.ts';
import { parseSource } from '../../../../src/ecosystem/tree/parseTree.ts';

const facts = { cpus: 4, t: english };

test('a file is offered in the other languages and for the other tool, where it will be found', () => {
  const tree = parseSource('module.exports = { script: "a" }', 'javascript');
  const offers = conversionsOf(tree, { ...facts, path: '/x/ecosystem.config.js', dialect: 'pm2' });
  assert.deepEqual(
    offers.map(({ title, path }) => `${title}: ${path}`),
    [
      'Convert to TypeScript: /x/ecosystem.config.ts',
      'Convert to JSON: /x/ecosystem.config.json',
      'Convert to YAML: /x/ecosystem.config.yaml',
      'Convert to TOML: /x/ecosystem.toml',
      'Convert for PMDaemon (TOML): /x/ecosystem.toml',
    ],
  );
  const toml = parseSource('script = "a"', 'toml');
  const back = conversionsOf(toml, { ...facts, path: '/x/ecosystem.toml', dialect: 'pmdaemon' });
  assert.equal(back.at(-1)?.path, '/x/ecosystem.config.js');
  for (const { path } of [...offers, ...back]) assert.ok(isEcosystemFileName(basename(path)), path);
});

test('an offer is carried out; JSON of PMDaemon has no comments', () => {
  const tree = parseSource('# x\n\n[[apps]]\nname = "a"\nscript = "node"\nargs = ["a.js"]\n', 'toml');
  const place = { ...facts, path: '/x/ecosystem.toml', dialect: 'pmdaemon' as const };
  const texts = conversionsOf(tree, place).map((offer) => {
    const result = convert(tree, offer, place);
    return 'text' in result
      ? `${offer.title}: ${result.text.split('\n')[0] ?? ''} ${result.notes.join()}`
      : result.refused;
  });
  assert.deepEqual(texts, [
    'Convert to JavaScript: // x ',
    'Convert to TypeScript: // x ',
    'Convert to JSON: { The comments are left out: the format has none.',
    'Convert to YAML: # x ',
    'Convert for PM2 (JavaScript): // x ',
  ]);
});
