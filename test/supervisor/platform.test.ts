import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createDarwinPlatform } from '../../src/supervisor/platform/darwin.ts';
import { platform, start, startShell } from './processes.ts';
import { waitFor } from './waitFor.ts';

describe('the platform', () => {
  it('tells the boot and this process apart from others', () => {
    assert.match(platform.bootId(), /\S/);
    assert.equal(platform.startTime(process.pid), platform.startTime(process.pid));
    assert.notEqual(platform.startTime(process.pid), platform.startTime(process.ppid));
    assert.match(platform.command(process.pid) ?? '', /node/);
  });

  it('lists this process with its parent and start time', async () => {
    const rows = await platform.listProcesses();
    const own = rows.find((row) => row.pid === process.pid);
    assert.equal(own?.ppid, process.ppid);
    assert.equal(own.start, platform.startTime(process.pid));
    assert.equal(own.zombie, false);
  });

  it('answers each of many questions asked at once', async () => {
    const lists = await Promise.all(Array.from({ length: 20 }, () => platform.listProcesses()));
    for (const rows of lists) assert.ok(rows.some((row) => row.pid === process.pid));
  });

  it('knows no process that has ended', async (t) => {
    const { target, exited } = start(t, ['true']);
    await exited;
    assert.equal(platform.startTime(target.pid), null);
    assert.equal(platform.command(target.pid), null);
    assert.equal(platform.signal(target.pid, 'SIGCONT'), false);
    assert.equal(platform.signalGroup(target.pid, 'SIGCONT'), false);
  });

  it('takes a zombie for dead', async (t) => {
    // A parent that never waits; a shell would, whenever the child is quick.
    const forks = 'import os, time; pid = os.fork() or os._exit(0); print(pid, flush=True); time.sleep(100)';
    const { line } = start(t, ['python3', '-c', forks]);
    const pid = Number(await line());
    const row = await waitFor('the zombie', async () =>
      (await platform.listProcesses()).find((one) => one.pid === pid && one.zombie),
    );
    assert.equal(row.zombie, true);
    assert.equal(platform.startTime(pid), null);
  });

  it('finds processes by token in any session', async (t) => {
    const { target, line } = startShell(t, 'setsid sleep 100 & sleep 100 & echo ready; wait');
    await line();
    await waitFor('three bearers', async () => (await platform.findByToken(target.token)).length === 3);
    assert.equal((await platform.findByToken(target.token.slice(0, -'1:web/0'.length))).length, 3);
    assert.deepEqual(await platform.findByToken(`${target.token}x`), []);
  });

  it('finds at once who was started, and misses at once who has ended, between two looks by token', async (t) => {
    for (let round = 0; round < 20; round += 1) {
      const { target, line } = startShell(t, 'echo ready; sleep 100');
      await line();
      assert.ok((await platform.findByToken(target.token)).includes(target.pid), `round ${round}`);
      platform.signalGroup(target.pid, 'SIGKILL');
      await waitFor('its end', () => platform.startTime(target.pid) === null);
      assert.ok(!(await platform.findByToken(target.token)).includes(target.pid), `round ${round}`);
    }
  });

  it('names the owner of a port and the ports of a process', async (t) => {
    const servers = [createServer(), createServer()];
    t.after(() => servers.forEach((server) => server.close()));
    const ports: number[] = [];
    for (const [index, server] of servers.entries()) {
      server.listen(0, index === 0 ? '127.0.0.1' : '::');
      await once(server, 'listening');
      ports.push((server.address() as AddressInfo).port);
    }
    for (const port of ports) assert.equal((await platform.portOwner(port))?.pid, process.pid);
    const listening = (await platform.listeningPorts([process.pid, process.ppid])).get(process.pid);
    for (const port of ports) assert.ok(listening?.includes(port), `${port} of ${listening?.join()}`);
    servers[0]?.close();
    await once(servers[0] ?? createServer(), 'close');
    assert.equal(await platform.portOwner(ports[0] ?? 0), null);
  });

  it('reads what ps prints in the way it does on macOS', { skip: !existsSync('/bin/ps') }, async () => {
    const macOS = createDarwinPlatform();
    const own = (await macOS.listProcesses()).find((row) => row.pid === process.pid);
    assert.equal(own?.ppid, process.ppid);
    assert.equal(own.start, macOS.startTime(process.pid));
    assert.ok(!Number.isNaN(Date.parse(own.start)), own.start);
    assert.match(macOS.command(process.pid) ?? '', /node/);
  });

  it('makes FIFOs that only this user may open', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'drover-fifo-'));
    t.after(() => rm(folder, { recursive: true }));
    const paths = ['a', '-b c'].map((name) => join(folder, name));
    await platform.makeFifos(paths);
    for (const path of paths) {
      const { mode } = await stat(path);
      assert.equal((mode & 0o170000) === 0o010000, true);
      assert.equal(mode & 0o777, 0o600);
    }
    await assert.rejects(platform.makeFifos([join(folder, 'a')]), /mkfifo failed/);
  });
});
