import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isPortFree } from '../../src/supervisor/ports.ts';
import type { ProcessTarget } from '../../src/supervisor/stop/processTree.ts';
import { isGone, killTarget, signalTarget, waitUntilGone } from '../../src/supervisor/stop/processTree.ts';
import { platform, start, startShell } from './processes.ts';
import { waitFor } from './waitFor.ts';

const capMs = 10_000;

function alive(pid: number): boolean {
  return platform.startTime(pid) !== null;
}

describe('ending an instance', () => {
  it('a signal reaches the whole group', async (t) => {
    const { target, line } = startShell(t, 'sleep 100 & sleep 100 & echo ready; wait');
    await line();
    assert.equal(await isGone(platform, target), false);
    assert.equal(await signalTarget(platform, target, 'SIGTERM'), true);
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    assert.equal(await signalTarget(platform, target, 'SIGTERM'), false);
  });

  it('a child that outlives the leader keeps the instance from being gone', async (t) => {
    const { target, exited, line } = startShell(
      t,
      "(trap '' INT; echo $BASHPID; exec sleep 100) & exec sleep 100",
    );
    const survivor = Number(await line());
    await signalTarget(platform, target, 'SIGINT');
    await exited;
    assert.equal(await waitUntilGone(platform, target, { capMs: 0 }), false);
    assert.ok(alive(survivor));
    await killTarget(platform, target);
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    assert.ok(!alive(survivor));
  });

  it('setsid children are found by their token', async (t) => {
    const { target, exited, line } = startShell(t, 'setsid -f sleep 100; echo ready; exec sleep 100');
    await line();
    await waitFor('both bearers', async () => (await platform.findByToken(target.token)).length === 2);
    await signalTarget(platform, target, 'SIGTERM');
    await exited;
    assert.equal(await isGone(platform, target), false);
    await killTarget(platform, target);
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    assert.deepEqual(await platform.findByToken(target.token), []);
  });

  it('a child that hides its environment and its group is remembered, and followed, from the first signal', async (t) => {
    const hiding = 'trap "sleep 100 & echo \\$!" TERM; echo $$; while :; do sleep 0.01; done';
    const { target, exited, line } = startShell(t, `setsid env -i bash -c '${hiding}' & exec sleep 100`);
    const hidden = Number(await line());
    await signalTarget(platform, target, 'SIGTERM');
    await exited;
    const later = Number(await line());
    assert.ok(alive(hidden) && alive(later));
    assert.equal(await isGone(platform, target), false);
    await killTarget(platform, target);
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    assert.ok(!alive(hidden) && !alive(later));
  });

  it('a child in a session of its own is asked to end as politely as the others, and woken for it', async (t) => {
    const polite = 'trap "echo bye; exit" TERM; echo $$; while :; do sleep 0.01; done';
    const { target, line } = startShell(t, `setsid bash -c '${polite}' & exec sleep 100`);
    const child = Number(await line());
    platform.signal(child, 'SIGSTOP');
    await signalTarget(platform, target, 'SIGTERM');
    assert.equal(await line(), 'bye');
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
  });

  it('a grandchild in the host’s group is found by its token when its parent has ended', async (t) => {
    const token = `test:orphan:${process.pid}`;
    const host = startShell(
      t,
      `DROVER_INSTANCE=${token} bash -c '(sleep 100 & echo $!); echo $$; exec sleep 100' & wait`,
    );
    const orphan = Number(await host.line());
    const pid = Number(await host.line());
    const target: ProcessTarget = {
      ...host.target,
      pid,
      start: platform.startTime(pid),
      ownGroup: false,
      token,
    };
    await signalTarget(platform, target, 'SIGTERM');
    await waitFor('the instance to end', () => !alive(pid));
    assert.equal(await isGone(platform, target), false);
    await killTarget(platform, target);
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    assert.ok(!alive(orphan));
  });

  it('whoever ignores every signal is killed with its children', async (t) => {
    const { target, line } = startShell(
      t,
      'for n in {1..64}; do trap "" $n; done; sleep 100 & echo $!; while :; do sleep 100; done',
    );
    const child = Number(await line());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const)
      assert.equal(await signalTarget(platform, target, signal), true);
    assert.equal(await waitUntilGone(platform, target, { capMs: 0 }), false);
    assert.ok(alive(target.pid) && alive(child));
    await killTarget(platform, target);
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    assert.ok(!alive(child));
  });

  // Each comes to its end by itself, also where a test fails, and tells of each child.
  const until = '[ $EPOCHSECONDS -lt $END ]';
  const bombs: readonly [what: string, script: string][] = [
    ['short-lived children', `while ${until}; do sleep 0.02 & echo child; done`],
    ['children that hand on and end', `f() { sleep 0.002; echo child; ${until} && f & }; f; f; f`],
    [
      'children in sessions of their own',
      `while ${until}; do setsid sleep 0.2 & echo child; sleep 0.002; done`,
    ],
    [
      'children that hand on to other sessions and end',
      `export C='sleep 0.01; echo child; ${until} && setsid -f bash -c "$C"'; setsid -f bash -c "$C"; sleep 100`,
    ],
  ];
  for (const [what, script] of bombs) {
    it(`a bomb of ${what} is ended, also when it gets around the first tries`, async (t) => {
      const end = Math.ceil(Date.now() / 1000) + 30;
      const { target, line } = startShell(t, `export END=${end}; ${script}`);
      for (let children = 0; children < 10; children++) await line();
      await waitFor('the bomb to end', async () => {
        await killTarget(platform, target);
        return isGone(platform, target);
      });
      for (let look = 0; look < 10; look++) assert.deepEqual(await platform.findByToken(target.token), []);
    });
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`a stopped process is woken, so that ${signal} ends it`, async (t) => {
      const { target, exited, line } = startShell(
        t,
        `trap 'echo bye; exit 3' TERM INT; echo ready; while :; do sleep 0.01; done`,
      );
      await line();
      platform.signalGroup(target.pid, 'SIGSTOP');
      await signalTarget(platform, target, signal);
      assert.equal(await line(), 'bye');
      assert.deepEqual(await exited, [3, null]);
    });
  }

  it('SIGKILL ends a stopped process', async (t) => {
    const { target, line } = startShell(t, 'echo ready; exec sleep 100');
    await line();
    platform.signalGroup(target.pid, 'SIGSTOP');
    await killTarget(platform, target);
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
  });

  it('an instance in its host’s group is ended with its subtree, the rest of the group is not', async (t) => {
    const host = startShell(
      t,
      "bash -c 'sleep 100 & sleep 100 & echo $$; wait' & bash -c 'sleep 100 & wait' & wait",
    );
    const pid = Number(await host.line());
    const target: ProcessTarget = {
      ...host.target,
      pid,
      start: platform.startTime(pid),
      ownGroup: false,
      token: '',
    };
    const groupSize = async (): Promise<number> =>
      (await platform.listProcesses()).filter((row) => row.pgid === host.target.pid && !row.zombie).length;
    await waitFor('host, instances and their children', async () => (await groupSize()) === 6);
    await signalTarget(platform, target, 'SIGTERM');
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    assert.ok(alive(host.target.pid));
    await waitFor('the other instance to be left', async () => (await groupSize()) === 3);
  });

  it('with treekill off only the process itself ends and counts', async (t) => {
    const { target, line } = startShell(t, 'sleep 100 & echo $!; wait', { treekill: false });
    const child = Number(await line());
    await signalTarget(platform, target, 'SIGTERM');
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    await killTarget(platform, target);
    assert.ok(alive(child));
  });

  it('a zombie left in the group does not count', async (t) => {
    // The leader leaves a group whose last member is a zombie of a parent outside the group that never waits.
    const { target, exited, line } = startShell(
      t,
      `python3 -c '
import os, time
leader = os.getppid()
if os.fork() == 0:
    os.setsid()
    zombie = os.fork()
    if zombie == 0:
        os.setpgid(0, 0)
        os._exit(0)
    print(zombie, flush=True)
    time.sleep(100)
os._exit(0)'; exit 0`,
    );
    const zombie = Number(await line());
    await exited;
    const row = await waitFor('the zombie', async () =>
      (await platform.listProcesses()).find((one) => one.pid === zombie && one.zombie),
    );
    const own: ProcessTarget = { pid: row.pgid, start: row.start, ownGroup: true, token: '', treekill: true };
    assert.equal(platform.signalGroup(own.pid, 'SIGCONT'), true);
    assert.equal(await isGone(platform, own), true);
    assert.equal(await waitUntilGone(platform, own, { capMs: 0 }), true);
    assert.equal(await isGone(platform, target), false);
  });

  it('a process whose first thread has ended counts while another one holds its port', async (t) => {
    const holder = `
import ctypes, socket, threading, time
server = socket.create_server(('127.0.0.1', 0))
threading.Thread(target=time.sleep, args=(1000,)).start()
print(server.getsockname()[1], flush=True)
ctypes.CDLL(None).pthread_exit(0)`;
    const { target, line } = start(t, ['python3', '-c', holder]);
    const port = Number(await line());
    await waitFor('the end of its first thread', () =>
      /\) Z /.test(readFileSync(`/proc/${target.pid}/stat`, 'latin1')),
    );
    assert.equal(await isGone(platform, target), false);
    assert.equal(await isPortFree(port), false);
    await killTarget(platform, target);
    assert.equal(await waitUntilGone(platform, target, { capMs }), true);
    assert.ok(await isPortFree(port));
  });

  it('whoever got the pid later is left alone', async (t) => {
    const { target, line } = startShell(t, 'echo ready; exec sleep 100');
    await line();
    for (const start of ['1', null]) {
      const old = { ...target, start, token: '' };
      assert.equal(await signalTarget(platform, old, 'SIGKILL'), false);
      await killTarget(platform, old);
      assert.equal(await isGone(platform, old), true);
    }
    assert.ok(alive(target.pid));
  });

  it('the wait ends early when it is aborted', async (t) => {
    const { target, line } = startShell(t, 'echo ready; exec sleep 100');
    await line();
    const abort = new AbortController();
    const wait = waitUntilGone(platform, target, { capMs: 3_600_000, signal: abort.signal });
    abort.abort();
    assert.equal(await wait, false);
  });
});
