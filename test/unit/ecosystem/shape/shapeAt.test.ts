import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ValuePath } from '../../../../src/ecosystem/report.ts';
import { itemsOf, memberOf, membersOf } from '../../../../src/ecosystem/shape/shape.ts';
import { shapeAt } from '../../../../src/ecosystem/shape/shapeAt.ts';
import { optionTable } from '../../../../src/ecosystem/optionTable.ts';
import { parseYamlTree } from '../../../../src/ecosystem/parse/yamlTree.ts';

const places: readonly [path: ValuePath, type: string | undefined][] = [
  [[], 'ecosystem file'],
  [['apps'], 'list of apps'],
  [['pm2'], 'list of apps'],
  [['default', 'apps'], 'list of apps'],
  [['apps', 0], 'app'],
  [[3], 'app'],
  [['default', 2, 'env'], 'object of variables'],
  [['apps', 'web'], 'app'],
  [['apps', 'web', 'instances'], 'whole number or `"max"`'],
  [['apps', 'instances'], 'whole number or `"max"`'],
  [['instances'], 'whole number or `"max"`'],
  [['apps', 0, 'maxRestarts'], 'whole number'],
  [['apps', 0, 'env'], 'object of variables'],
  [['apps', 0, 'env', 'TZ'], 'value of a variable'],
  [['apps', 0, 'env_test'], 'object of variables'],
  [['apps', 0, 'env_file'], 'text or list of texts'],
  [['apps', 0, 'env_file', 1], 'text'],
  [['apps', 0, 'health_check', 'timeout'], 'time in s'],
  [['apps', 0, 'health_check', 'check_type', 'type'], 'kind of check'],
  [['apps', 0, 'watch_options', 'awaitWriteFinish', 'pollInterval'], 'time in ms'],
  [['apps', 0, 'depends_on', 'db'], 'condition'],
  [['apps', 0, 'depends_on', 'db', 'condition'], 'condition'],
  [['apps', 0, 'depends_on', 0], 'name of an app'],
  [['apps', 0, 'dev', 'env', 'A'], 'value of a variable'],
  [['apps', 0, 'dev', 'swap'], '`true` or `false`'],
  [['apps', 0, 'dev', 'dev'], undefined],
  [['apps', 0, 'swap'], undefined],
  [['apps', 0, 'colour'], undefined],
  [['apps', 0, 'name', 'first'], undefined],
  [['deploy', 'production', 'host', 1], 'text'],
  [['deploy', 'production', 'env', 'A'], 'value of a variable'],
  [['static', 0, 'port'], 'text'],
  [['scripts'], undefined],
];
for (const [path, type] of places) {
  test(`at ${JSON.stringify(path)} stands ${type ?? 'what nobody knows'}`, () => {
    assert.equal(shapeAt(path, 'pm2')?.type, type);
  });
}

const texts: readonly [text: string, path: ValuePath, type: string | undefined][] = [
  ['apps: {watch: {script: a}}', ['apps', 'watch'], 'app'],
  ['apps: {watch: true, script: a}', ['apps', 'watch'], '`true`, `false`, path or list of paths'],
  ['script: a', [], 'app'],
  ['apps: {script: a}', ['apps'], 'app'],
  ['apps: {web: {script: a}}', ['apps'], 'list of apps'],
  ['apps: []', ['instances'], undefined],
  ['name: web', ['instances'], 'whole number or `"max"`'],
  ['{script: a, apps: []}', [], 'ecosystem file'],
];
for (const [text, path, type] of texts) {
  test(`in ${text}, at ${JSON.stringify(path)} stands ${type ?? 'what nobody knows'}`, () => {
    assert.equal(shapeAt(path, 'pm2', parseYamlTree(text).root)?.type, type);
  });
}

test('every option of the table has a shape under each spelling, in both dialects', () => {
  for (const dialect of ['pm2', 'pmdaemon'] as const) {
    const members = membersOf(shapeAt(['apps', 0], dialect));
    assert.ok(members);
    for (const option of optionTable) {
      for (const name of [option.name, ...option.aliases]) {
        const member = memberOf(members, name);
        assert.equal(member?.shape.option, option);
        assert.ok(member.shape.forms.length > 0);
      }
    }
  }
});

test('a dialect marks the options that its tool does not know, and writes ports its way', () => {
  const isForeign = (name: string, dialect: 'pm2' | 'pmdaemon'): boolean | undefined => {
    const member = membersOf(shapeAt(['apps', 0], dialect))?.named.find((found) => found.name === name);
    return member?.isForeign;
  };
  assert.deepEqual([isForeign('wait_ready', 'pm2'), isForeign('wait_ready', 'pmdaemon')], [false, true]);
  assert.deepEqual([isForeign('health_check', 'pm2'), isForeign('health_check', 'pmdaemon')], [true, false]);
  assert.equal(shapeAt(['apps', 0, 'port'], 'pm2')?.examples[0]?.written, '3000');
  assert.equal(shapeAt(['apps', 0, 'port'], 'pmdaemon')?.examples[0]?.written, '"3000"');
});

test('items and members are those of the forms', () => {
  assert.equal(itemsOf(shapeAt(['apps', 0, 'args'], 'pm2'))?.type, 'text');
  assert.equal(itemsOf(shapeAt(['apps', 0, 'env'], 'pm2')), undefined);
  assert.equal(membersOf(shapeAt(['apps', 0, 'name'], 'pm2')), undefined);
});
