import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { InspectorPorts } from '../../../src/supervisor/debug/inspectorPorts.ts';

test('an instance has the same port in one supervisor and the next, and no two have one', async () => {
  const ports = new InspectorPorts('key');
  const ids = Array.from({ length: 50 }, (_, index) => `web/${index}`);
  const given = await Promise.all(ids.map((id) => ports.of(id, 'node')));
  assert.equal(new Set(given).size, ids.length);
  assert.deepEqual(await Promise.all(ids.map((id) => ports.of(id, 'node'))), given);
  const [first = ''] = ids;
  assert.equal(await new InspectorPorts('key').of(first, 'node'), given[0]);
});

test('a port that somebody has is left out', async () => {
  const port = await new InspectorPorts('key').of('web/0', 'node');
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  assert.notEqual(await new InspectorPorts('key').of('web/0', 'node'), port);
  server.close();
});

test('only Python is given another port while its own is in use', async () => {
  const ports = new InspectorPorts('key');
  const port = await ports.of('py/0', 'python');
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  assert.equal(await ports.of('py/0', 'node'), port);
  assert.notEqual(await ports.of('py/0', 'python'), port);
  server.close();
  await once(server, 'close');
  assert.equal(await ports.of('py/0', 'python'), port);
});

async function listen(t: TestContext, port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
}

test('reloads of Python take turns with a few ports', async (t) => {
  const ports = new InspectorPorts('turns');
  await listen(t, await ports.of('py/0', 'python'));
  const second = await ports.of('py/0', 'python');
  assert.equal(await ports.of('py/0', 'python'), second);
  await listen(t, second);
  const third = await ports.of('py/0', 'python');
  assert.notEqual(third, second);
  assert.equal(await ports.of('py/0', 'python'), third);
});

test('an instance that has gone keeps no port', async (t) => {
  const ports = new InspectorPorts('gone');
  const port = await ports.of('web/0', 'node');
  await ports.forget('web/0');
  assert.equal(await ports.of('web/0', 'node'), port);
  await ports.forget('web/0');
  await listen(t, port);
  assert.notEqual(await ports.of('web/0', 'node'), port);
});
