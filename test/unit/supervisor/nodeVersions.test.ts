import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { installedNodes } from '../../../src/supervisor/launch/node/installedNodes.ts';
import { nodeManagers, nvmRoots } from '../../../src/supervisor/launch/node/nodeManagers.ts';
import { compareVersions, parseNodeVersion } from '../../../src/supervisor/launch/node/nodeVersion.ts';
import { nodeWish } from '../../../src/supervisor/launch/node/nodeWish.ts';
import { resolveAlias } from '../../../src/supervisor/launch/node/nvmAlias.ts';
import { versionFits, wantsNewest } from '../../../src/supervisor/launch/node/versionFits.ts';

const root = mkdtempSync(join(tmpdir(), 'drover-nodes-'));
after(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string, mode = 0o644): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const program = (path: string): string => write(path, '', 0o755);

function version(text: string): NonNullable<ReturnType<typeof parseNodeVersion>> {
  const parsed = parseNodeVersion(text);
  assert.ok(parsed, text);
  return parsed;
}

const fitting: readonly [wanted: string, fits: readonly string[], others: readonly string[]][] = [
  ['20', ['20.0.0', '20.20.2'], ['2.0.0', '18.20.8', '21.0.0', '200.0.0']],
  ['v20', ['20.11.1'], ['22.0.0']],
  ['20.11', ['20.11.0', '20.11.9'], ['20.1.1', '20.110.0', '20.12.0']],
  ['v20.11.1', ['20.11.1'], ['20.11.0', '20.11.10']],
  ['20.x', ['20.0.0', '20.9.0'], ['21.0.0']],
  ['20.11.*', ['20.11.3'], ['20.12.0']],
  ['lts/*', ['18.20.8', '24.0.0'], ['19.0.0', '23.11.0']],
  ['lts', ['22.1.0'], ['21.1.0']],
  ['lts-latest', ['22.1.0'], ['21.1.0']],
  ['lts/iron', ['20.20.2'], ['18.20.8', '22.15.1']],
  ['LTS/Jod', ['22.15.1'], ['20.1.0']],
  ['lts-krypton', ['24.0.0'], ['22.0.0']],
  ['hydrogen', ['18.20.8'], ['20.0.0']],
  ['argon', ['4.9.1'], ['6.0.0']],
  ['lts/nothing', [], ['20.0.0', '24.0.0']],
  ['latest', ['0.10.0', '26.0.0'], []],
  ['node', ['26.0.0'], []],
  ['>=18 <21', ['18.0.0', '20.20.2'], ['16.20.0', '21.0.0']],
  ['>= 18.12', ['18.12.0', '26.0.0'], ['18.11.9']],
  ['>20', ['21.0.0'], ['20.20.2']],
  ['<=20.11', ['20.11.9', '18.0.0'], ['20.12.0']],
  ['^20.11', ['20.11.0', '20.20.0'], ['20.10.0', '22.0.0']],
  ['~20.11.2', ['20.11.2', '20.11.9'], ['20.11.1', '20.12.0']],
  ['18 || ^20.11', ['18.0.0', '20.12.0'], ['20.1.0', '19.0.0']],
  ['', [], ['20.0.0']],
  ['my-alias', [], ['20.0.0']],
  ['v20.11.1-pre', [], ['20.11.1']],
];
describe('which versions fit', () => {
  for (const [wanted, fits, others] of fitting) {
    test(JSON.stringify(wanted), () => {
      for (const one of fits) assert.ok(versionFits(wanted, version(one)), one);
      for (const one of others) assert.ok(!versionFits(wanted, version(one)), one);
    });
  }

  test('only words for it mean the newest', () => {
    assert.deepEqual(['node', 'Latest', '*', '20', 'lts/*'].map(wantsNewest), [
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  test('versions compare by number', () => {
    const sorted = ['22.15.1', 'v22.9.0', '18.20.8', 'v22.15.0'].map(version).sort(compareVersions);
    assert.deepEqual(
      sorted.map(({ text }) => text),
      ['v18.20.8', 'v22.9.0', 'v22.15.0', 'v22.15.1'],
    );
    assert.equal(parseNodeVersion('system'), undefined);
  });
});

describe('which version is asked for', () => {
  const source = write('project/.nvmrc', '# ours\n\n  v20 # the old one\n');
  const inner = write('project/packages/api/.node-version', '22.15.1\r\n');
  write('project/packages/free/.nvmrc', 'system\n');
  write('project/packages/empty/.nvmrc', '\n# nothing\n');
  mkdirSync(join(root, 'project/packages/web/src'), { recursive: true });
  const at = (folder: string, interpreter = 'node') => nodeWish(interpreter, join(root, 'project', folder));

  test('the nearest file says it, from the folder of the app upwards', () => {
    assert.deepEqual(at('.'), { version: 'v20', source });
    assert.deepEqual(at('packages/web/src'), { version: 'v20', source });
    assert.deepEqual(at('packages/api'), { version: '22.15.1', source: inner });
    assert.deepEqual(at('packages/empty'), { version: 'v20', source });
  });

  test('"system" asks for none, also not for that of a folder above', () =>
    assert.equal(at('packages/free'), undefined));

  test('an interpreter with a version wins over files, one with a path asks for nothing', () => {
    assert.deepEqual(at('.', 'node@lts/iron'), { version: 'lts/iron', source: null });
    assert.deepEqual(at('.', 'node@v22.1'), { version: 'v22.1', source: null });
    assert.equal(at('.', '/usr/bin/node'), undefined);
    assert.equal(at('.', 'bun'), undefined);
  });
});

describe('aliases of nvm', () => {
  const nvm = join(root, 'aliases');
  write('aliases/alias/default', 'lts/*\n');
  write('aliases/alias/lts/*', 'lts/iron\n');
  write('aliases/alias/lts/iron', 'v20.20.2\n');
  write('aliases/alias/lts/lithium', 'v26.11.0\n');
  write('aliases/alias/ours', '22.15\n');
  write('aliases/alias/this', 'that\n');
  write('aliases/alias/that', 'this\n');
  write('secret', 'v1.2.3');
  const cases: readonly [wanted: string, expected: string][] = [
    ['ours', '22.15'],
    ['lts/iron', '20'],
    ['lts/lithium', '26'],
    ['lts/*', '20'],
    ['default', '20'],
    ['20.11', '20.11'],
    ['unknown', 'unknown'],
    ['lts', 'lts'],
    ['../../secret', '../../secret'],
    ['..', '..'],
  ];
  for (const [wanted, expected] of cases) {
    test(`${wanted} is ${expected}`, async () =>
      assert.equal(await resolveAlias(wanted, [join(root, 'nowhere'), nvm]), expected));
  }

  test('a circle ends', async () => assert.match(await resolveAlias('this', [nvm]), /^th/));
});

describe('which versions are installed', () => {
  const home = join(root, 'home');
  program('home/.nvm/versions/node/v18.20.8/bin/node');
  program('home/.nvm/versions/node/v22.15.1/bin/node');
  write('home/.nvm/versions/node/v22.99.0/bin/node', 'cannot be run');
  program('home/.nvm/versions/node/not-one/bin/node');
  program('home/.local/share/fnm/node-versions/v20.20.2/installation/bin/node');
  program('home/.volta/tools/image/node/16.20.2/bin/node');
  program('home/.asdf/installs/nodejs/14.21.3/bin/node');
  program('home/.local/share/mise/installs/node/24.21.0/bin/node');
  symlinkSync('./24.21.0', join(home, '.local/share/mise/installs/node/24'));
  program('home/.nodenv/versions/12.22.12/bin/node');
  program('prefix/n/versions/node/10.24.1/bin/node');
  program('brew/Cellar/node@20/20.19.0_1/bin/node');
  program('brew/opt/nothing/bin/node');
  symlinkSync('../Cellar/node@20/20.19.0_1', join(root, 'brew/opt/node@20'));
  const env = { N_PREFIX: join(root, 'prefix'), HOMEBREW_PREFIX: join(root, 'brew') };

  test('those of every manager, newest first', async () => {
    const found = await installedNodes(nodeManagers({ env, home, platform: 'linux' }));
    assert.deepEqual(
      found.map((node) => `${node.manager} ${node.version.text}`),
      [
        'mise v24.21.0',
        'nvm v22.15.1',
        'fnm v20.20.2',
        'Homebrew v20.19.0',
        'nvm v18.20.8',
        'volta v16.20.2',
        'asdf v14.21.3',
        'nodenv v12.22.12',
        'n v10.24.1',
      ],
    );
    assert.equal(found[2]?.file, join(home, '.local/share/fnm/node-versions/v20.20.2/installation/bin/node'));
  });

  test("a manager's variable moves its folder", async () => {
    const moved = { ...env, NVM_DIR: join(root, 'moved'), XDG_DATA_HOME: join(root, 'nothing') };
    program('moved/versions/node/v26.10.0/bin/node');
    const found = await installedNodes(nodeManagers({ env: moved, home, platform: 'darwin' }));
    assert.deepEqual(
      found
        .filter(({ manager }) => ['nvm', 'fnm', 'mise'].includes(manager))
        .map(({ version: { text } }) => text),
      ['v26.10.0'],
    );
    assert.deepEqual(nvmRoots({ env: { XDG_CONFIG_HOME: '/c' }, home: '/h' }), ['/c/nvm', '/h/.nvm']);
  });

  test('on Windows', async () => {
    program('windows/nvm/v18.20.8/node.exe');
    program('windows/AppData/Roaming/fnm/node-versions/v20.20.2/installation/node.exe');
    program('windows/AppData/Local/Volta/tools/image/node/22.15.1/node.exe');
    const found = await installedNodes(
      nodeManagers({
        env: { NVM_HOME: join(root, 'windows/nvm') },
        home: join(root, 'windows'),
        platform: 'win32',
      }),
    );
    assert.deepEqual(
      found.map((node) => `${node.manager} ${node.version.text}`),
      ['volta v22.15.1', 'fnm v20.20.2', 'nvm v18.20.8'],
    );
  });
});
