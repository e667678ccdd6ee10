import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { describe, mock, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { HealthCheck } from '../../../../src/ecosystem/appSpec.ts';
import { connectionFailure, isLoopback } from '../../../../src/supervisor/probe/connection.ts';
import { runProbe } from '../../../../src/supervisor/probe/probe.ts';
import type { ProbeResult } from '../../../../src/supervisor/probe/probeResult.ts';
import { beyond, openResources } from './openResources.ts';
import { healthCheck, probeContext } from './healthChecks.ts';

const never = new AbortController().signal;

function ask(check: HealthCheck, port: number | null, signal = never): Promise<ProbeResult> {
  return runProbe(check, probeContext({ port, index: 2 }), signal);
}

const health = healthCheck({ type: 'http', url: 'http://localhost:{PORT}/health' });

/** Listens, and closes with its connections when the test ends. Returns its port. */
async function listen(t: TestContext, server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, host);
  await once(server, 'listening');
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

function answering(status: number): Server {
  return createHttpServer((_request, response) =>
    response.writeHead(status, { location: '/login' }).end('body'),
  );
}

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('an http probe', () => {
  for (const [status, expected] of [
    [200, { ok: true }],
    [301, { ok: true }],
    [400, { ok: false, reason: 'HTTP 400' }],
    [404, { ok: false, reason: 'HTTP 404' }],
    [503, { ok: false, reason: 'HTTP 503' }],
  ] as const) {
    test(`takes ${status} for ${expected.ok ? 'healthy' : 'unhealthy'}`, async (t) => {
      const port = await listen(t, answering(status));
      assert.deepEqual(await ask(health, port), expected);
    });
  }

  test('asks for the path on a connection of its own, once', async (t) => {
    const requests: string[] = [];
    const server = createHttpServer(({ method, url, headers }, response) => {
      requests.push(`${method} ${url} ${headers.connection}`);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const port = await listen(t, server);
    await ask(healthCheck({ type: 'http', url: 'localhost:{PORT}/health?of={INDEX}' }), port);
    assert.deepEqual(requests, ['GET /health?of=2 close']);
  });

  test('says that a connection is refused', async () => {
    const expected = { ok: false, reason: 'connection refused' };
    assert.deepEqual(await ask(health, await closedPort()), expected);
    const numeric = healthCheck({ type: 'http', url: 'http://127.0.0.1:{PORT}/' });
    assert.deepEqual(await ask(numeric, await closedPort()), expected);
  });

  test('says that a connection was dropped', async (t) => {
    const server = createServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nCont')));
    const port = await listen(t, server);
    assert.deepEqual(await ask(health, port), { ok: false, reason: 'the connection was dropped' });
  });

  test('is content with the status when the body breaks off or never ends', async (t) => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nbody';
    const breaking = createServer((socket) => socket.once('data', () => socket.end(head)));
    const endless = createServer((socket) => socket.once('data', () => socket.write(head)));
    assert.deepEqual(await ask(health, await listen(t, breaking)), { ok: true });
    assert.deepEqual(await ask(health, await listen(t, endless)), { ok: true });
  });

  test('reads a body that comes after the status', async (t) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    t.after(() => mock.timers.reset());
    const server = createHttpServer((_request, response) => {
      response.writeHead(200).flushHeaders();
      // More than the buffers between the two hold.
      response.end(Buffer.alloc(16 * 1024 * 1024));
    });
    const sent = new Promise<boolean>((resolve) => {
      server.on('request', (_request, response) =>
        response.on('close', () => resolve(response.writableFinished)),
      );
    });
    await ask(health, await listen(t, server));
    assert.equal(await sent, true);
  });

  test('says that something else than HTTP answers', async (t) => {
    const server = createServer((socket) =>
      socket.once('data', () => socket.end('-ERR unknown command\r\n')),
    );
    const port = await listen(t, server);
    assert.deepEqual(await ask(health, port), { ok: false, reason: 'the answer is not HTTP' });
    const secure = healthCheck({ type: 'http', url: 'https://localhost:{PORT}/' });
    assert.deepEqual(await ask(secure, port), { ok: false, reason: 'no TLS connection' });
  });

  test('gives up when the time is over', async (t) => {
    mock.timers.enable({ apis: ['setTimeout'] });
    t.after(() => mock.timers.reset());
    const server = createHttpServer();
    const port = await listen(t, server);
    const result = ask(health, port);
    const [request] = (await once(server, 'request')) as [{ readonly socket: Socket }];
    const gone = once(request.socket, 'close');
    mock.timers.tick(4999);
    mock.timers.tick(1);
    assert.deepEqual(await result, { ok: false, reason: 'no answer within 5 s' });
    await gone;
  });

  test('does not ask for a port that is not known, nor for an address that is none', async () => {
    assert.deepEqual(await ask(health, null), { ok: false, reason: 'its port is not known yet' });
    for (const url of ['ftp://localhost/', 'http://', 'localhost:port'])
      assert.match(
        reasonOf(await ask(healthCheck({ type: 'http', url }), 1)),
        /is not an http or https address$/,
      );
  });
});

describe('a tcp probe', () => {
  test('connects, wherever the port stands', async (t) => {
    const port = await listen(t, createServer());
    for (const url of [null, 'tcp://localhost:{PORT}', 'TCP://127.0.0.1:{PORT}/', '127.0.0.1:{PORT}'])
      assert.deepEqual(await ask(healthCheck({ type: 'tcp', url }), port), { ok: true }, String(url));
  });

  test('says why there is no connection', async () => {
    const port = await closedPort();
    const tcp = healthCheck({ type: 'tcp' });
    assert.deepEqual(await ask(tcp, port), { ok: false, reason: 'connection refused' });
    assert.deepEqual(await ask(tcp, null), { ok: false, reason: 'its port is not known yet' });
    for (const url of ['localhost', '3000', 'localhost:99999', 'tcp://:1'])
      assert.match(reasonOf(await ask(healthCheck({ type: 'tcp', url }), port)), /is not a host and port$/);
  });
});

describe('localhost', () => {
  for (const host of ['127.0.0.1', '::1']) {
    test(`reaches a server on ${host} alone`, async (t) => {
      const port = await listen(t, answering(200), host);
      assert.deepEqual(await ask(health, port), { ok: true });
      assert.deepEqual(await ask(healthCheck({ type: 'tcp' }), port), { ok: true });
    });
  }

  test('is not needed: an IPv6 address is one', async (t) => {
    const port = await listen(t, answering(200), '::1');
    for (const check of [
      healthCheck({ type: 'http', url: 'http://[::1]:{PORT}/' }),
      healthCheck({ type: 'tcp', url: '[::1]:{PORT}' }),
    ])
      assert.deepEqual(await ask(check, port), { ok: true });
  });
});

test("this machine's own certificates are taken, whoever signed them", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'drover-probe-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const made = spawnSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-subj', '/CN=localhost'],
    { stdio: 'ignore' },
  );
  assert.equal(made.status, 0, 'openssl makes no certificate');
  const secure = createHttpsServer(
    { key: readFileSync(key), cert: readFileSync(cert) },
    (_request, response) => response.writeHead(204).end(),
  );
  const port = await listen(t, secure);
  for (const host of ['localhost', '127.0.0.1'])
    assert.deepEqual(await ask(healthCheck({ type: 'http', url: `https://${host}:{PORT}/` }), port), {
      ok: true,
    });
  assert.deepEqual(
    ['LOCALHOST', '127.1.2.3', '[::1]', 'example.org', '127.0.0.1.example.org', '10.0.0.1'].map(isLoopback),
    [true, true, true, false, false, false],
  );
});

test('of the errors of several addresses the most telling one is named', () => {
  const error = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });
  const several = (...codes: string[]): Error => new AggregateError(codes.map(error));
  const refused = 'connection refused';
  assert.equal(connectionFailure(several('ECONNREFUSED', 'EADDRNOTAVAIL')), refused);
  assert.equal(connectionFailure(several('EADDRNOTAVAIL', 'ECONNREFUSED')), refused);
  assert.equal(connectionFailure(several('EMFILE', 'EMFILE')), 'connect EMFILE');
  assert.equal(connectionFailure(error('ENOTFOUND')), 'the host is not known');
});

describe('an aborted probe', () => {
  for (const scheme of ['http', 'https']) {
    test(`leaves nothing open of an ${scheme} request`, async (t) => {
      const server = createServer();
      const port = await listen(t, server);
      const before = openResources();
      const abort = new AbortController();
      const result = ask(
        healthCheck({ type: 'http', url: `${scheme}://localhost:{PORT}/` }),
        port,
        abort.signal,
      );
      const [socket] = (await once(server, 'connection')) as [Socket];
      const gone = once(socket.resume(), 'close');
      abort.abort();
      assert.deepEqual(await result, { ok: false, reason: 'aborted' });
      await gone;
      assert.deepEqual(beyond(before), []);
    });
  }

  for (const type of ['http', 'tcp'] as const) {
    test(`leaves nothing open of an attempt to connect by ${type}`, { timeout: 20_000 }, async (t) => {
      const server = createServer((socket) => socket.resume());
      const port = await listen(t, server);
      const before = openResources();
      const abort = new AbortController();
      const result = ask(healthCheck({ type, url: 'localhost:{PORT}' }), port, abort.signal);
      abort.abort();
      assert.deepEqual(await result, { ok: false, reason: 'aborted' });
      // Node closes the socket of a request that was still connecting only after the request.
      while (beyond(before).length > 0 && !t.signal.aborted) await setImmediate();
    });
  }

  test('asks nothing when it was aborted before', async (t) => {
    const server = createServer();
    server.on('connection', () => assert.fail('it connected'));
    const port = await listen(t, server);
    const before = openResources();
    assert.deepEqual(await ask(health, port, AbortSignal.abort()), { ok: false, reason: 'aborted' });
    assert.deepEqual(beyond(before), []);
  });
});

function reasonOf(result: ProbeResult): string {
  return result.ok ? 'healthy' : result.reason;
}
