import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { discoverEcosystemFiles } from '../../../src/ecosystem/discover.ts';
import { ecosystemGlob, isEcosystemFileName } from '../../../src/ecosystem/fileNames.ts';

let root = '';
before(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'drover-find-')));
});
after(() => rmSync(root, { recursive: true, force: true }));

function write(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, folder, name)), { recursive: true });
    writeFileSync(join(root, folder, name), text);
  }
  return join(root, folder);
}

async function found(folder: string, patterns: readonly string[] = []): Promise<readonly string[]> {
  return (await discoverEcosystemFiles(folder, { patterns })).map((path) => relative(folder, path));
}

test('ecosystem files are found everywhere but in folders of others', async () => {
  const app = '{"apps": [{"script": "x.js"}]}';
  const folder = write('places', {
    'ecosystem.config.js': '',
    'a/b/ecosystem.json': app,
    'a/pm2.yaml': 'apps: []',
    'node_modules/x/ecosystem.config.js': '',
    '.cache/ecosystem.config.js': '',
    'server.js': '',
  });
  symlinkSync(join(folder, 'a'), join(folder, 'linked'));
  assert.deepEqual(await found(folder), ['a/b/ecosystem.json', 'a/pm2.yaml', 'ecosystem.config.js']);
});

test('files of other tools that share the name are left alone', async () => {
  const folder = write('names', {
    'one/ecosystem.json': '{"packages": ["a"], "version": 2}',
    'two/process.json': '{"title": "x"}',
    'three/ecosystem.yaml': 'species: [wolf]',
    'four/process.yaml': '',
    'five/ecosystem.json': '{"apps": [{"name": "a phone app"}]}',
    'six/process.json': '[{"script": "x.js"}]',
    'seven/ecosystem.json': '{"apps": [{"script": }]}',
    'eight/ecosystem.toml': '[[apps]]\nname = "x"\nscript = "x"',
    'nine/ecosystem.yaml': '',
  });
  assert.deepEqual(await found(folder), [
    'eight/ecosystem.toml',
    'nine/ecosystem.yaml',
    'seven/ecosystem.json',
    'six/process.json',
  ]);
});

test('what the settings name is taken without a look inside', async () => {
  const folder = write('patterns', {
    'ops/my.apps.json': '{}',
    'ops/other.json': '{}',
    'local.config.js': '',
  });
  assert.deepEqual(await found(folder, ['*.apps.json', '/local.*.js']), [
    'local.config.js',
    'ops/my.apps.json',
  ]);
});

test('a folder without any has none, and a folder that is missing is an error', async () => {
  assert.deepEqual(await found(write('none', { 'a.txt': '' })), []);
  await assert.rejects(found(join(root, 'gone')), /ENOENT/);
});

test('names and glob agree', () => {
  const names = ecosystemGlob.slice('**/{'.length, -1).split(',');
  assert.equal(names.length, 29);
  for (const name of names) assert.ok(isEcosystemFileName(join('/x', name)), name);
  for (const name of ['ecosystem.js', 'process.config.js', 'myecosystem.json', 'package.json']) {
    assert.equal(isEcosystemFileName(name), false, name);
  }
});
