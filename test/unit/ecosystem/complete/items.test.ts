import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findOption, optionTable } from '../../../../src/ecosystem/optionTable.ts';
import { accept, complete } from './accept.ts';

const labels = (marked: string, path = '/srv/ecosystem.config.js'): readonly string[] =>
  complete(marked, path).items.map(({ label }) => label);

const nowhere: readonly [what: string, marked: string, path?: string][] = [
  ['in a comment of JavaScript', 'module.exports = { apps: [{ // na|\n }] };'],
  ['in a block comment', 'module.exports = { apps: [{ /* na| */ }] };'],
  ['in a comment of JSON', '{ "apps": [{ // na|\n }] }', '/srv/ecosystem.json'],
  ['in a comment of YAML', 'apps:\n  - name: a # na|\n', '/srv/ecosystem.yaml'],
  ['in a comment of TOML', '[[apps]]\n# na|\n', '/srv/ecosystem.toml'],
  ['in an object that is not exported', 'const other = { na| };\nmodule.exports = { apps: [] };'],
  ['in statements', 'cons|\nmodule.exports = { apps: [] };'],
  ['in the name of an export', 'export const ap|'],
  ['in the name of a property that is assigned', 'exports.ap|'],
  ['behind the export', 'module.exports = { apps: [] };\nfo|'],
  ['in the call of a function', 'const path = require("|");\nmodule.exports = { apps: [] };'],
  ['in a free text', 'module.exports = { apps: [{ name: "|" }] };'],
  ['below an unknown option', 'module.exports = { apps: [{ colour: { | } }] };'],
  ['in a file of another kind', '{ | }', '/srv/notes.txt'],
];
for (const [what, marked, path] of nowhere) {
  test(`nothing is offered ${what}`, () => {
    assert.deepEqual(labels(marked, path), []);
  });
}

test('what an object has already, in any spelling, is not offered again', () => {
  const offered = labels("module.exports = [{ maxRestarts: 3, exec: 'a.js', log: true, cron: '', | }];");
  for (const name of ['max_restarts', 'script', 'log_file', 'cron_restart'])
    assert.ok(!offered.includes(name), name);
  assert.ok(offered.includes('min_uptime'));
});

test('only documented spellings are offered, and no option without effect', () => {
  const offered = labels('module.exports = [{ | }];').filter((label) => findOption(label) !== undefined);
  const acted = optionTable.filter(({ effect }) => effect === 'acted on').map(({ name }) => name);
  assert.deepEqual([...offered].sort(), acted.sort());
});

test('frequent options come first, then snippets and those the tool does not know last', () => {
  const offered = labels('module.exports = [{ | }];');
  assert.deepEqual(offered.slice(0, 4), ['name', 'script', 'instances', 'exec_mode']);
  const order = ['env_file', 'health check: http', 'wait_ready', 'kill_signal'].map((name) =>
    offered.indexOf(name),
  );
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    order,
  );
});

test('options that the tool of the file does not know are marked', () => {
  const detail = (name: string, path: string, text: string): string | undefined =>
    complete(text, path).items.find(({ label }) => label === name)?.detail;
  const script = 'module.exports = [{ | }];';
  assert.equal(
    detail('one_shot', '/srv/ecosystem.config.js', script),
    'true or false · default false · Drover only',
  );
  assert.equal(detail('wait_ready', '/srv/ecosystem.config.js', script), 'true or false · default false');
  assert.equal(
    detail('wait_ready', '/srv/ecosystem.toml', '[[apps]]\n|'),
    'true or false · default false · PM2 only',
  );
  assert.equal(detail('kill_timeout', '/srv/ecosystem.toml', '[[apps]]\n|'), 'time in ms · default 1600');
});

test('an app cannot be made to wait for itself, or for one that waits for it', () => {
  const apps = (last: string): string =>
    `apps:\n  - { name: a, script: a, depends_on: b }\n  - { name: b, script: b, depends_on: { c: started } }\n` +
    `  - { name: d, script: d }\n  - { name: c, script: c, depends_on: ${last} }\n`;
  assert.deepEqual(labels(apps('[|]'), '/srv/ecosystem.yaml'), ['d']);
  assert.deepEqual(labels(apps('[d, |]'), '/srv/ecosystem.yaml'), []);
  assert.deepEqual(labels(apps('{ | }'), '/srv/ecosystem.yaml'), ['d']);
});

test('scripts are programs and folders, and no tests, configurations or ecosystem files', () => {
  assert.deepEqual(labels("module.exports = [{ script: '|' }];"), [
    ...['server.js', 'start', 'worker.py', 'api/', 'src/'],
  ]);
  assert.deepEqual(labels("module.exports = [{ script: 'src/|' }];"), ['src/index.ts', 'src/lib/']);
  assert.deepEqual(labels("module.exports = [{ script: '../|' }];"), []);
});

test('folders and half-written places ask for completion again', () => {
  const items = (marked: string, path: string): ReadonlyMap<string, boolean> =>
    new Map(complete(marked, path).items.map(({ label, retriggers }) => [label, retriggers]));
  const scripts = items("module.exports = [{ script: '|' }];", '/srv/ecosystem.config.js');
  assert.deepEqual([scripts.get('src/'), scripts.get('server.js')], [true, false]);
  const keys = items('module.exports = [{ | }];', '/srv/ecosystem.config.js');
  assert.deepEqual([keys.get('script'), keys.get('env'), keys.get('max_restarts')], [true, true, false]);
});

test('of a health check only what fits its type is offered', () => {
  const names = (type: string): readonly string[] =>
    labels(`module.exports = [{ health_check: { check_type: '${type}', | } }];`).filter((name) =>
      ['url', 'script', 'pattern'].includes(name),
    );
  assert.deepEqual(names('http'), ['url']);
  assert.deepEqual(names('script'), ['script']);
  assert.deepEqual(names('log'), ['pattern']);
  assert.deepEqual(names(''), ['pattern', 'script', 'url']);
});

test('the profiles of other apps are offered, and none that the app has', () => {
  const text = "module.exports = [{ script: 'a', env_staging: {} }, { script: 'b', env_test: {}, | }];";
  assert.ok(labels(text).includes('env_staging'));
  assert.ok(!labels(text).includes('env_test'));
});

test('texts of files are no snippets: dollars and braces stay', () => {
  const text =
    "module.exports = [{ name: 'a$b}', script: 'a' }, { name: 'c', script: 'b', depends_on: [|] }];";
  assert.match(accept(text, '/srv/ecosystem.config.js', 'a$b}'), /depends_on: \['a\$b\}'\]/);
});

test('the quote before the cursor is part of what is compared', () => {
  const { items } = complete('module.exports = [{ exec_mode: "cl|" }];', '/srv/ecosystem.config.js');
  assert.equal(items.find(({ label }) => label === 'cluster')?.filterText, '"cluster');
});

test('every item says in words what it is for, but for files and names', () => {
  for (const { label, kind, documentation } of complete(
    'module.exports = [{ | }];',
    '/srv/ecosystem.config.js',
  ).items) {
    assert.ok(kind === 'file' || kind === 'app' || documentation !== '', label);
  }
});
