import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
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
