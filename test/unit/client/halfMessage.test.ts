import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { openClient } from '../../../src/client/clientConnection.ts';

test('a connection that ends within a message leaves no timer behind', async () => {
  const server = createServer((socket) => socket.resume().end('Content-Length: 100\r\n\r\n{"half":'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const before = timers();
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const hello = { protocol: 1, token: '', client: { kind: 'cli', pid: process.pid } } as const;
  await assert.rejects(openClient(socket, hello, () => undefined));
  assert.equal(timers(), before);
  server.close();
  await once(server, 'close');
});
