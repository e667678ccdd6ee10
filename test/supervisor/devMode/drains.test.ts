import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { once } from 'node:events';
import { until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import type { DevKind } from './devProject.ts';
import { DevProject, nodeCluster, uvicorn, withoutUvicorn } from './devProject.ts';

/** A request that is never answered, as an open WebSocket is to a process that wants to finish. */
async function openFor(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write('GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
  return socket;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const kinds: readonly [string, DevKind, string | false][] = [
  ['a node cluster', nodeCluster, false],
  ['uvicorn', uvicorn, withoutUvicorn],
];
for (const [name, kind, skip] of kinds) {
  test(`each save of ${name} serves while requests of all versions before are open`, { skip }, async () => {
    await using project = await DevProject.start(kind);
    const held: Socket[] = [];
    const pids = [await project.served(0)];
    for (let version = 1; version <= 6; version += 1) {
      held.push(await openFor(project.port));
      project.save(version);
      pids.push(await project.served(version));
      // The one before the last has been ended to make room.
      const living = pids.filter(isAlive);
      assert.ok(living.length <= 2, `${living.length} generations live`);
    }
    for (const socket of held) socket.destroy();
    await until(project.client, ({ instances }) => instances[0]?.status === 'online');
    await waitFor('the older ones to be gone', () => pids.filter(isAlive).length === 1);
    assert.deepEqual(project.boots, [0, 1, 2, 3, 4, 5, 6]);
  });
}

test('one save leaves the request that is open to the old process', async () => {
  await using project = await DevProject.start(nodeCluster);
  const old = await project.served(0);
  const held = await openFor(project.port);
  project.save(1);
  await project.served(1);
  assert.deepEqual([isAlive(old), held.closed], [true, false]);
  held.destroy();
  await until(project.client, ({ instances }) => instances[0]?.status === 'online');
  assert.equal(isAlive(old), false);
});
