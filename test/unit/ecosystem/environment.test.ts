import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import { fillPlaceholders } from '../../../src/ecosystem/fillPlaceholders.ts';
import { instanceEnvironment } from '../../../src/ecosystem/instanceEnvironment.ts';
import { scrubEnvironment } from '../../../src/ecosystem/scrubEnvironment.ts';

test('variables of the editor and of an outer supervisor are removed, all others stay', () => {
  const foreign = {
    ELECTRON_RUN_AS_NODE: '1',
    VSCODE_CWD: '/',
    VSCODE_IPC_HOOK_CLI: '/x',
    VSCODE_NLS_CONFIG: '{}',
    CODE_SERVER_SESSION_SOCKET: '/x',
    SNAP: '/snap',
    SNAP_NAME: 'code',
    GDK_PIXBUF_MODULE_FILE: '/x',
    NODE_CHANNEL_FD: '3',
    NODE_UNIQUE_ID: '1',
    DROVER: '1',
    DROVER_INSTANCE: 'x',
    LISTEN_FDS: '1',
  };
  const own = {
    HOME: '/home/me',
    SNAPPY: '1',
    VSCODE_PORTABLE: '/p',
    VSCODE_PROXY_URI: 'http://host/proxy/{{port}}/',
    NODE_ENV: 'test',
    EMPTY: '',
    LISTEN_ADDR: '::',
  };
  assert.deepEqual(scrubEnvironment({ ...foreign, ...own, GONE: undefined }), own);
});

const options: readonly [
  NODE_OPTIONS: string | undefined,
  moved: string | undefined,
  expected: string | undefined,
][] = [
  [undefined, undefined, undefined],
  ['', undefined, undefined],
  ['--enable-source-maps', undefined, '--enable-source-maps'],
  ['', '--max-old-space-size=4096', '--max-old-space-size=4096'],
  ['--require /x/ms-vscode.js-debug/src/bootloader.js', undefined, undefined],
  [' --require "/a b/js-debug/bootloader.js"  --inspect', undefined, '--inspect'],
  ['--require ./mine.js', undefined, '--require ./mine.js'],
];
for (const [written, moved, expected] of options) {
  test(`NODE_OPTIONS ${JSON.stringify(written)} with ${JSON.stringify(moved)} put aside is ${JSON.stringify(expected)}`, () => {
    assert.equal(
      scrubEnvironment({ NODE_OPTIONS: written, VSCODE_NODE_OPTIONS: moved })['NODE_OPTIONS'],
      expected,
    );
  });
}

test("the editor's folder of helpers leaves PATH, and its browser helper goes", () => {
  const env = {
    PATH: '/usr/lib/code/bin/remote-cli:/usr/bin',
    BROWSER: '/usr/lib/code/bin/helpers/browser.sh',
  };
  assert.deepEqual(scrubEnvironment(env), { PATH: '/usr/bin' });
  assert.deepEqual(scrubEnvironment({ BROWSER: 'firefox' }), { BROWSER: 'firefox' });
});

test('scrubbing twice is scrubbing once', () => {
  const env = { NODE_OPTIONS: '', VSCODE_NODE_OPTIONS: '--a', PATH: '/x/remote-cli:/y', ELECTRON_X: '1' };
  assert.deepEqual(scrubEnvironment(scrubEnvironment(env)), scrubEnvironment(env));
});

const facts = { index: 2, port: 3002, token: 'key:1:7:web/2' };

test('an instance gets its index, its port and its token, and nothing else', () => {
  assert.deepEqual(instanceEnvironment({ spec: defaultApp, env: { A: '1', PORT: '1' } }, facts), {
    A: '1',
    NODE_APP_INSTANCE: '2',
    PM2_INSTANCE_ID: '2',
    pm_id: '2',
    PORT: '3002',
    DROVER: '1',
    DROVER_INSTANCE: 'key:1:7:web/2',
  });
});

test('without an assigned port, PORT is what the app says', () => {
  assert.equal(
    instanceEnvironment({ spec: defaultApp, env: { PORT: '1' } }, { ...facts, port: null })['PORT'],
    '1',
  );
});

test('instance_var renames the index, increment_var counts on', () => {
  const spec = { ...defaultApp, instanceVar: 'INDEX', incrementVar: 'SHARD' };
  const env = instanceEnvironment({ spec, env: { SHARD: '10' } }, facts);
  assert.deepEqual([env['INDEX'], env['NODE_APP_INSTANCE'], env['SHARD']], ['2', undefined, '12']);
  assert.equal(instanceEnvironment({ spec, env: {} }, facts)['SHARD'], '2');
  assert.equal(instanceEnvironment({ spec, env: { SHARD: 'many' } }, facts)['SHARD'], '2');
  assert.equal(instanceEnvironment({ spec, env: { SHARD: '-1' } }, facts)['SHARD'], '1');
});

test('increment_var PORT does not count twice', () => {
  const spec = { ...defaultApp, incrementVar: 'PORT' };
  assert.equal(instanceEnvironment({ spec, env: { PORT: '3000' } }, facts)['PORT'], '3002');
});

test('placeholders without a value stay', () => {
  assert.equal(fillPlaceholders('{PORT}-{INDEX}-{FD}-{X}', { port: 80, index: 0 }), '80-0-{FD}-{X}');
  assert.equal(fillPlaceholders('--fd={FD}', { fd: 3, port: null }), '--fd=3');
});
