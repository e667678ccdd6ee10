import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { SharedPort } from '../../../../src/supervisor/probe/ownConnection.ts';
import { probeHttp } from '../../../../src/supervisor/probe/httpProbe.ts';
import { missed, passed } from '../../../../src/supervisor/probe/probeResult.ts';
import { probeTcp } from '../../../../src/supervisor/probe/tcpProbe.ts';
import { parseAcceptedInode } from '../../../../src/supervisor/platform/procNet.ts';

const signal = AbortSignal.timeout(20_000);
let requests = 0;
const server = createServer((_, response) => {
  requests += 1;
  response.end();
});
let port = 0;
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
after(() => server.close());

/** As if the instance took every so many-th connection; 0 for none. */
function sharing(every: number): SharedPort {
  let count = 0;
  return {
    port,
    pgid: 1,
    hasAccepted: () => Promise.resolve((count += 1) % every === 0),
  };
}

test('only the connection that the instance has taken is asked on', async () => {
  requests = 0;
  assert.deepEqual(await probeHttp(`http://127.0.0.1:${port}/`, signal, sharing(7)), passed);
  assert.equal(requests, 1);
  assert.deepEqual(await probeTcp(`127.0.0.1:${port}`, signal, sharing(7)), passed);
});

test('a probe whose connections others take says nothing, and asks nothing', async () => {
  requests = 0;
  assert.deepEqual(await probeHttp(`http://127.0.0.1:${port}/`, signal, sharing(0)), missed);
  assert.deepEqual(await probeTcp(`127.0.0.1:${port}`, signal, sharing(0)), missed);
  assert.equal(requests, 0);
});

test('a port that is not the shared one is asked as ever', async () => {
  const other = { ...sharing(0), port: port + 1 };
  assert.deepEqual(await probeHttp(`http://127.0.0.1:${port}/`, signal, other), passed);
});

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1 0 100 0 0 10 0
   1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 101 1 0 20 4 0 10 -1
   2: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 102 1 0 20 4 0 10 -1
   3: 0100007F:1F90 0100007F:C002 01 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 0 10 -1
`;
test('the accepted end of a connection is read from the table of the system', () => {
  const inodes = [0xc001, 0xc002, 0xc003].map((localPort) =>
    parseAcceptedInode(table, { localPort, remotePort: 8080 }),
  );
  assert.deepEqual(inodes, ['102', '0', undefined]);
});
