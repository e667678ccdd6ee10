import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connectSupervisor } from '../../src/client/connect.ts';
import { platform } from '../supervisor/processes.ts';
import { until } from '../supervisor/testWorkspace.ts';
import { waitFor } from '../supervisor/waitFor.ts';
import type { Prove } from './fault.ts';
import { fault } from './fault.ts';
import { FaultedFolder } from './faultedFolder.ts';
import { openFiles, residentMiB } from './memoryOf.ts';
import type { RawClient } from './rawClient.ts';
import { connectKnown, connectRaw, frame } from './rawClient.ts';

/** So much may a supervisor grow by what one client does; its own garbage comes and goes. */
const grownMiB = 100;

/** Writes lines as long as somebody takes them. */
const flood = {
  name: 'flood',
  script: 'flood.js',
  autostart: false,
};
const floodScript = `
const block = Buffer.from(('x'.repeat(120) + '\\n').repeat(300));
let blocks = Number(process.env.BLOCKS ?? Infinity);
const write = () => {
  if (blocks-- <= 0) return;
  process.stdout.write(block);
  setTimeout(write, 10);
};
write();
setInterval(() => undefined, 60_000);
`;

async function runningWithFlood(): Promise<FaultedFolder> {
  return FaultedFolder.running({ apps: [flood], files: { 'flood.js': floodScript } });
}

/** Apps are as they were, and what is asked is answered. */
async function proveUntouched(folder: FaultedFolder, prove: Prove): Promise<void> {
  folder.assertBystander();
  prove('siblings');
  const other = await folder.workspace.connect();
  await other.request('apps/restart', { targets: ['api-0'], wait: true });
  await folder.online('api', 2);
  await folder.assertShown('api');
  await folder.assertShown('web');
  prove('state');
}

/** How many MiB the supervisor grows by while something goes on. */
async function growth(folder: FaultedFolder, go: () => Promise<unknown>): Promise<number> {
  const { pid } = folder.client.supervisor;
  const before = residentMiB(pid);
  await go();
  return residentMiB(pid) - before;
}

fault('client that never reads', async (prove) => {
  await using folder = await runningWithFlood();
  const { client, workspace } = folder;
  await folder.start('flood');
  const [instance] = folder.instances('flood');
  assert.ok(instance);
  const raw = await connectKnown(workspace.location);
  raw.request(2, 'logs/subscribe', { instances: [instance.id], tail: 1000 });
  raw.request(3, 'metrics/watch', { on: true, eventLoop: true });
  await once(raw.socket, 'data');
  raw.socket.pause();
  const reads = await workspace.connect();
  let lines = 0;
  reads.onLogs(({ batches }) => (lines += batches.reduce((sum, batch) => sum + batch.lines.length, 0)));
  await reads.request('logs/subscribe', { instances: [instance.id], tail: 0 });
  await waitFor('lines, so that its memory is that of a flood', () => lines > 20_000);
  const grown = await growth(folder, async () => {
    for (let round = 0; round < 5; round += 1) {
      const before = lines;
      await waitFor('more lines at the other client', () => lines > before + 10_000);
      // Each is a row of states for everybody who is connected, this one too.
      for (let change = 0; change < 40; change += 1) {
        await client.request('apps/watch', { targets: ['all'], on: change % 2 === 0 });
      }
    }
  });
  assert.ok(grown < grownMiB, `grown by ${grown.toFixed(0)} MiB`);
  await folder.stop('flood');
  raw.socket.resume();
  await waitFor('the newest lines, and how many were left out', () => /"dropped":[1-9]/.test(raw.received()));
  raw.request(4, 'snapshot', {});
  await waitFor('the state', () => raw.received().includes('"id":4'));
  raw.socket.destroy();
  prove('guarantee');
  await proveUntouched(folder, prove);
});

fault('client stopped by a signal', async (prove) => {
  await using folder = await runningWithFlood();
  await folder.start('flood');
  const { droverIn } = await import('../supervisor/droverIn.ts');
  const command = droverIn(folder.workspace).spawn(['logs', 'flood', '--raw']);
  let read = 0;
  command.stdout.on('data', (chunk: Buffer) => (read += chunk.length));
  let said = '';
  command.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await waitFor('its first lines', () => read > 0);
  process.kill(command.pid ?? 0, 'SIGSTOP');
  const instance = folder.instances('flood')[0]?.id ?? '';
  let lines = 0;
  folder.client.onLogs(({ batches }) => (lines += batches.reduce((sum, one) => sum + one.lines.length, 0)));
  await folder.client.request('logs/subscribe', { instances: [instance], tail: 0 });
  await waitFor('lines, so that its memory is that of a flood', () => lines > 20_000);
  const grown = await growth(folder, () => waitFor('lines at the other client', () => lines > 80_000));
  assert.ok(grown < grownMiB, `grown by ${grown.toFixed(0)} MiB`);
  await folder.stop('flood');
  const before = read;
  process.kill(command.pid ?? 0, 'SIGCONT');
  await waitFor('lines after it went on', () => read > before);
  await waitFor('the number of what it missed', () => /\d+ lines/.test(said) || said !== '');
  command.kill('SIGINT');
  prove('guarantee');
  await proveUntouched(folder, prove);
});

/** All of them are closed by the supervisor. */
async function areDropped(clients: readonly RawClient[]): Promise<void> {
  for (const { closed } of clients) await closed;
}

fault('garbage frames', async (prove) => {
  await using folder = await FaultedFolder.running();
  const { location } = folder.workspace;
  const garbage = [
    randomBytes(100_000),
    Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    Buffer.from('Content-Length: minus\r\n\r\n{}'),
    Buffer.from('Content-Length: -5\r\n\r\n{"jsonrpc":"2.0"}'),
    Buffer.from('Content-Length: 0\r\n\r\n'),
    Buffer.from('no header at all\r\n\r\n'),
    Buffer.from('Content-Length: 9\r\n\r\nnot JSON!'),
    Buffer.from(frame([])),
    Buffer.from(frame(null)),
    Buffer.from(frame({ jsonrpc: '2.0', id: 7 })),
    Buffer.from(frame(7)),
  ];
  const clients: RawClient[] = [];
  for (const bytes of garbage) {
    for (const raw of [await connectRaw(location), await connectKnown(location)]) {
      raw.socket.write(bytes);
      // Whatever it still makes of the start, nobody makes anything of this.
      raw.socket.write(randomBytes(4096).map((byte) => byte | 0x80));
      raw.socket.write('\r\n\r\nHere: ends it\r\n\r\n');
      clients.push(raw);
    }
  }
  await areDropped(clients);
  prove('guarantee');
  await proveUntouched(folder, prove);
});

fault('huge frames', async (prove) => {
  await using folder = await FaultedFolder.running();
  const { location } = folder.workspace;
  const block = Buffer.alloc(1024 * 1024, 'x');
  /** Writes until it is dropped: a supervisor that takes this all would have it in memory. */
  const pour = async (raw: RawClient): Promise<void> => {
    for (let MiB = 0; MiB < 256 && !raw.socket.destroyed; MiB += 1) {
      if (raw.socket.write(block)) continue;
      await Promise.race([new Promise((resolve) => raw.socket.once('drain', resolve)), raw.closed]);
    }
    await raw.closed;
  };
  const grown = await growth(folder, async () => {
    for (const connectTo of [connectRaw, connectKnown]) {
      for (const start of [
        'Content-Length: 9000000000\r\n\r\n',
        'Content-Length: 67108864\r\n\r\n',
        'X-Long: ',
      ]) {
        const raw = await connectTo(location);
        raw.socket.write(start);
        await pour(raw);
      }
    }
  });
  assert.ok(grown < grownMiB, `grown by ${grown.toFixed(0)} MiB`);
  prove('guarantee');
  await proveUntouched(folder, prove);
});

fault('truncated frames', async (prove) => {
  await using folder = await FaultedFolder.running();
  const { location } = folder.workspace;
  const { pid } = folder.client.supervisor;
  const before = openFiles(pid);
  const whole = frame({ jsonrpc: '2.0', id: 2, method: 'apps/restart', params: { targets: ['bystander'] } });
  for (let cut = 0; cut < whole.length; cut += 7) {
    const raw = await connectKnown(location);
    raw.socket.write(whole.slice(0, cut));
    if (cut % 2 === 0) raw.socket.end();
    else raw.socket.destroy();
    await raw.closed;
  }
  await waitFor('no connection of theirs', () => openFiles(pid) <= before);
  prove('guarantee');
  assert.notEqual(platform.startTime(pid), null);
  await proveUntouched(folder, prove);
});

fault('supervisor stopped by a signal', async (prove) => {
  await using folder = await FaultedFolder.running();
  const { workspace } = folder;
  const { pid } = folder.client.supervisor;
  process.kill(pid, 'SIGSTOP');
  try {
    assert.match(await (await fetch(`http://127.0.0.1:${folder.webPort}/`)).text(), /^\d+$/);
    const joining = connectSupervisor({
      folder: workspace.folder,
      kind: 'test',
      location: workspace.location,
      start: null,
    });
    await assert.rejects(joining, (error: Error) => {
      assert.match(error.message, new RegExp(`process ${pid}\\) does not answer`));
      return true;
    });
    prove('sentence');
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  const other = await workspace.connect();
  assert.equal(other.supervisor.pid, pid);
  other.dispose();
  await until(folder.client, () => folder.instances('api').every(({ status }) => status === 'online'));
  prove('guarantee');
  await proveUntouched(folder, prove);
});

fault('stopped supervisor killed', async (prove) => {
  await using folder = await FaultedFolder.running();
  process.kill(folder.client.supervisor.pid, 'SIGSTOP');
  await folder.killSupervisor();
  prove('files');
  await folder.connectAgain();
  for (const [app, count] of [
    ['web', 2],
    ['api', 2],
  ] as const) {
    await folder.online(app, count);
    await folder.assertShown(app);
  }
  prove('guarantee', 'state');
  await folder.assertNothingLeft(prove);
  await folder.assertStartsAgain(prove);
});
