import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { LoginShellOptions } from '../../../src/supervisor/launch/loginShell.ts';
import { createLoginShell, loginArguments } from '../../../src/supervisor/launch/loginShell.ts';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import { waitFor } from '../waitFor.ts';

const folder = mkdtempSync(join(tmpdir(), 'drover-shell-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A shell whose start-up file is `startUp`; it understands what a login shell is asked. */
function shell(name: string, startUp: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${startUp}\n[ "$1 $2 $3" = "-i -l -c" ] || exit 9\neval "$4"\n`);
  chmodSync(file, 0o755);
  return file;
}

function path(file: string, options: Partial<LoginShellOptions> = {}): Promise<string | undefined> {
  return createLoginShell({ file, env: { PATH: '/usr/bin:/bin' }, ...options }).path();
}

test('its PATH is told, whatever start-up files print', async () => {
  const file = shell(
    'chatty',
    'echo welcome; echo oops >&2; PATH="/opt/my tools:$PATH"; printf "no newline"',
  );
  assert.equal(await path(file), '/opt/my tools:/usr/bin:/bin');
});

test('a real bash tells its PATH', async () => assert.match((await path('/bin/bash')) ?? '', /\/bin/));

test('start-up files can know that nobody sees them', async () => {
  const file = shell('knowing', 'PATH="$PATH:/$VSCODE_RESOLVING_ENVIRONMENT"');
  assert.equal(await path(file, { env: { PATH: '/bin', VSCODE_RESOLVING_ENVIRONMENT: '1' } }), '/bin:/1');
});

for (const [what, startUp] of [
  ['ends early', 'exit 0'],
  ['fails', 'exit 3'],
  ['has no PATH', 'PATH=/bin; printenv() { :; }'],
] as const) {
  test(`a shell that ${what} tells nothing`, async () =>
    assert.equal(await path(shell(what.replaceAll(' ', '-'), startUp)), undefined));
}

test('a shell that is not there tells nothing', async () =>
  assert.equal(await path(join(folder, 'nowhere')), undefined));

test('a start-up file that hangs is ended with all it started', async () => {
  const pids = join(folder, 'pids');
  const file = shell('hanging', `sleep 1000 & echo "$$ $!" > '${pids}'; sleep 1000`);
  assert.equal(await path(file, { limitMs: 2_000 }), undefined);
  const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
  assert.equal(started.length, 2);
  const platform = createPlatform();
  await waitFor('the end of both', () => started.every((pid) => platform.startTime(pid) === null));
});

test('what a shell leaves behind may hold its output, and lives on', async () => {
  const pids = join(folder, 'left');
  const file = shell('leaving', `sleep 1000 & echo $! > '${pids}'`);
  assert.equal(await path(file, { limitMs: 60_000 }), '/usr/bin:/bin');
  const pid = Number(readFileSync(pids, 'utf8'));
  assert.ok(process.kill(pid, 'SIGKILL'));
});

test('it is asked once a minute, by all who want to know', async () => {
  let now = 0;
  const log = join(folder, 'asked');
  const file = shell('counting', `echo x >> '${log}'; [ -e '${folder}/broken' ] && exit 1`);
  const login = createLoginShell({ file, env: { PATH: '/bin' }, now: () => now });
  assert.deepEqual(await Promise.all([login.path(), login.path()]), ['/bin', '/bin']);
  now = 60_000;
  assert.equal(await login.path(), '/bin');
  assert.equal(readFileSync(log, 'utf8'), 'x\n');
  writeFileSync(join(folder, 'broken'), '');
  now = 60_001;
  assert.deepEqual([await login.path(), await login.path()], [undefined, undefined]);
  assert.equal(readFileSync(log, 'utf8'), 'x\nx\n');
});

test('without a shell there is no PATH', async () =>
  assert.equal(await createLoginShell({ file: undefined, env: {} }).path(), undefined));

test('each kind of shell has its own words', () => {
  assert.deepEqual(loginArguments('/bin/zsh', 'x'), ['-i', '-l', '-c', 'x']);
  assert.deepEqual(loginArguments('/usr/bin/tcsh', 'x'), ['-i', '-c', 'x']);
  assert.deepEqual(loginArguments('/bin/csh', 'x'), ['-i', '-c', 'x']);
  assert.deepEqual(loginArguments('/usr/local/bin/pwsh', 'x'), ['-Login', '-Command', 'x']);
});
