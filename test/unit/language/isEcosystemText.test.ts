import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTree } from '../../../src/ecosystem/tree/parseTree.ts';
import { isEcosystemText } from '../../../src/language/isEcosystemText.ts';

const isOurs = (name: string, text: string): boolean =>
  isEcosystemText(`/srv/${name}`, parseTree(name, text));

for (const [name, text] of [
  ['ecosystem.json', ''],
  ['ecosystem.json', '{}'],
  ['ecosystem.json', '{ "ap'],
  ['ecosystem.json', '{ "apps": [] }'],
  ['ecosystem.json', '{ "apps": [{ "script": "a.js" }] }'],
  ['ecosystem.json', '{ "apps": [{ "name": "a", "instances": 2 }] }'],
  ['ecosystem.json', '[{ "script": "a.js" }]'],
  ['ecosystem.json', '{ "apps": [{ "script": '],
  ['ecosystem.yaml', 'apps:\n  web:\n    script: a.js\n'],
  ['ecosystem.yaml', 'apps:\n'],
  ['ecosystem.toml', '[[apps]]\nscript = "a"\n'],
  ['process.yaml', 'apps:\n  - script: a.js\n'],
  ['process.json', '{ "script": "a.js" }'],
  ['ecosystem.config.json', '{ "anything": 1 }'],
  ['ecosystem.config.js', 'export default somethingElse();'],
  ['deploy.json', '{ "named": "by a pattern of the settings" }'],
] as const) {
  test(`${name} with ${JSON.stringify(text)} is an ecosystem file`, () => assert.ok(isOurs(name, text)));
}

for (const [name, text] of [
  ['ecosystem.json', '{ "packages": { "react": "19" } }'],
  ['ecosystem.json', '{ "apps": { "ios": { "bundle": "x" }, "android": { "bundle": "y" } } }'],
  ['ecosystem.json', '["react", "vue"]'],
  ['ecosystem.yaml', 'members:\n  - name: one\n'],
  ['ecosystem.toml', '[chains.osmosis]\nrpc = "https://…"\n'],
  ['process.json', ''],
  ['process.yaml', 'steps:\n  - run: make\n'],
] as const) {
  test(`${name} with ${JSON.stringify(text)} belongs to another tool`, () => assert.ok(!isOurs(name, text)));
}
