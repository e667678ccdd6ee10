import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { describeProblem } from '../../src/protocol/problems.ts';
import { FileLoader } from '../../src/supervisor/fileLoader.ts';
import type { LoginShell } from '../../src/supervisor/launch/loginShell.ts';
import { createLoginShell } from '../../src/supervisor/launch/loginShell.ts';
import { builtConfigRunner } from '../builtConfigRunner.ts';
import type { NodeMajor } from '../nodes.ts';
import { nodeBinary, nodeVersions } from '../nodes.ts';

let root = '';
before(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'drover-loader-')));
  link(24, 'usual/node');
  link(18, `nvm/versions/node/v${nodeVersions[18]}/bin/node`);
  link(20, `nvm/versions/node/v${nodeVersions[20]}/bin/node`);
  link(26, 'login/node');
});
after(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string, mode = 0o644): string {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { mode });
  return join(root, path);
}

function link(major: NodeMajor, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(nodeBinary(major), join(root, path));
}

/** Names its app by the Node it runs on and by the one that its children would run on. */
const versions = `
const child = require('node:child_process').execFileSync('node', ['-p', 'process.version']).toString().trim();
module.exports = [{ name: process.version + ' ' + child, script: 'app.js' }];
`;

/** A login shell whose PATH has Node 26. */
function shellWithNode(): LoginShell {
  const text = `#!/bin/sh\nPATH="${join(root, 'login')}:/usr/bin:/bin"\neval "$4"\n`;
  return createLoginShell({ file: write('shell', text, 0o755), env: { PATH: '/bin' } });
}

const noShell = createLoginShell({ file: undefined, env: {} });

/** Reads the files of a folder below `root`, where only one version manager has something. */
async function load(folder: string, path = join(root, 'usual'), shell = noShell): Promise<string[][]> {
  const others = ['FNM_DIR', 'VOLTA_HOME', 'ASDF_DATA_DIR', 'MISE_DATA_DIR', 'NODENV_ROOT', 'N_PREFIX'];
  const none = [...others, 'HOMEBREW_PREFIX'].map((name) => [name, join(root, 'empty')]);
  const env = {
    ...(Object.fromEntries(none) as Record<string, string>),
    NVM_DIR: join(root, 'nvm'),
    PATH: path,
  };
  const loader = new FileLoader(join(root, folder), builtConfigRunner(), shell);
  const files = await loader.load({ env }, {}, () => undefined);
  return files.map(({ apps, problems }) => [
    ...apps.map(({ name }) => name),
    ...problems.map((problem) => describeProblem(problem)),
  ]);
}

test('a config file runs on the Node that its folder asks for, and so do its children', async () => {
  write('asks/.nvmrc', '18\n');
  write('asks/ecosystem.config.js', versions);
  write('asks/sub/.node-version', '20\n');
  write('asks/sub/ecosystem.config.cjs', versions);
  write('plain/ecosystem.config.js', versions);
  assert.deepEqual(await load('asks'), [
    [`v${nodeVersions[18]} v${nodeVersions[18]}`],
    [`v${nodeVersions[20]} v${nodeVersions[20]}`],
  ]);
  assert.deepEqual(await load('plain'), [[`v${nodeVersions[24]} v${nodeVersions[24]}`]]);
});

test('a version that is not there is told, and the file is read by the usual Node', async () => {
  const source = write('missing/.nvmrc', '16\n');
  write('missing/ecosystem.config.js', versions);
  const [[name, told] = []] = await load('missing');
  assert.equal(name, `v${nodeVersions[24]} v${nodeVersions[24]}`);
  assert.ok(told?.startsWith(`${source} asks for Node 16, which none of`), told);
});

test('a Node that only the login shell knows is found', async () => {
  write('desktop/ecosystem.config.js', versions);
  assert.deepEqual(await load('desktop', '/nowhere', shellWithNode()), [
    [`v${nodeVersions[26]} v${nodeVersions[26]}`],
  ]);
});

test('without any Node a config file says so, and JSON is read all the same', async () => {
  write('none/ecosystem.config.js', versions);
  write('none/ecosystem.json', '{"apps": [{"name": "web", "script": "app.js"}]}');
  assert.deepEqual(await load('none', '/nowhere'), [
    [
      'The interpreter "node" was not found. Install it, or set "interpreter" to its full path. PATH is /nowhere.',
    ],
    ['web'],
  ]);
});
