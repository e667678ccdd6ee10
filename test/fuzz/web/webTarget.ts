import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { routes } from '../../../src/cli/web/routes/routes.ts';
import type { WebServer } from '../../../src/cli/web/serveWeb.ts';
import { serveWeb } from '../../../src/cli/web/serveWeb.ts';
import { connectSupervisor } from '../../../src/client/connect.ts';
import { supervisorWith, webSnapshot } from '../../unit/cli/fakeWorld.ts';
import { temporaryLocation } from '../../unit/client/fakeSupervisor.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { Random } from '../random.ts';

interface WebCase {
  readonly hasToken: boolean;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
  /** The request is cut after so many bytes, and no more comes; null for all of it. */
  readonly cut: number | null;
}

const token = 'w'.repeat(43);
const methods = [
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'get',
  'BREW',
  '',
];
const segments = [
  ...[
    'processes',
    'web',
    'web-0',
    '0',
    '-1',
    'all',
    '%2e%2e',
    '..',
    '.',
    '%00',
    '%',
    '%zz',
    '%F0%9F',
    '😀',
    '',
    '//',
    '*',
  ],
  ...[
    '?lines=5',
    '?lines=x',
    '?a=1&a=2',
    '?lines=-1',
    '?lines=999999999999999',
    '#x',
    '?',
    '%2F',
    '__proto__',
    ' ',
    '\t',
  ],
];
const headers = [
  ...[
    'Origin: http://evil.example',
    'Content-Type: application/json',
    'Content-Type: text/plain',
    'Content-Length: 5',
  ],
  ...[
    'Content-Length: -1',
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
    'Content-Encoding: gzip',
    'X: \0',
    ': x',
  ],
  ...[
    'Upgrade: websocket\r\nConnection: Upgrade',
    'Authorization: Bearer x',
    'Host: evil.example',
    'Range: bytes=0-1',
  ],
  ...[
    'Accept: text/event-stream',
    `X-Long: ${'x'.repeat(20_000)}`,
    'Cookie: a=b',
    'Connection: close',
    'nonsense',
  ],
];
const bodies = [
  '',
  '{}',
  'null',
  '[]',
  '{"instances":2}',
  '{"instances":"x"}',
  '{"__proto__":1}',
  '{',
  '\xff',
  '7',
  '"a"',
];

export const webTarget: FuzzTarget<WebCase> = {
  name: 'http',
  property:
    'the HTTP gateway answers or refuses every request and never with an error of its own, nothing without the token is answered, and the next one is served',
  quick: 80,
  freeTexts: ['path', 'body'],
  make: (random) => ({
    hasToken: random.chance(0.7),
    method: random.chance(0.8) ? random.pick(['GET', 'POST', 'DELETE']) : random.pick(methods),
    path: randomPath(random),
    headers: random.list(random.between(0, 4), () => random.pick(headers)),
    body: random.chance(0.5) ? '' : random.pick(bodies).repeat(random.chance(0.03) ? 20_000 : 1),
    cut: random.chance(0.1) ? random.between(0, 200) : null,
  }),
  async check(one) {
    gateway ??= await Gateway.start();
    await gateway.check(one);
  },
  close: async () => {
    await gateway?.close();
    gateway = undefined;
  },
};

let gateway: Gateway | undefined;

function randomPath(random: Random): string {
  if (random.chance(0.6)) {
    const { path } = random.pick(routes);
    return path.replace('{id}', random.pick(segments)) + (random.chance(0.3) ? random.pick(segments) : '');
  }
  return `/${random.list(random.between(0, 5), () => random.pick(segments)).join('/')}`;
}

/** The product's gateway in front of a supervisor that is none. */
class Gateway {
  readonly faults: string[] = [];
  readonly #server: WebServer;
  readonly #end: () => Promise<void>;

  private constructor(server: WebServer, faults: string[], end: () => Promise<void>) {
    this.#server = server;
    this.faults = faults;
    this.#end = end;
  }

  static async start(): Promise<Gateway> {
    const fake = supervisorWith(webSnapshot());
    const location = await temporaryLocation();
    await fake.listen(location, 1);
    // Without measurements every look at a process would wait for some.
    const rows = webSnapshot().instances.map(({ id }) => ({ instance: id, cpu: 1, memory: 1, lag: null }));
    const measuring = setInterval(() => fake.notify('metrics', { at: Date.now(), rows }), 20);
    const faults: string[] = [];
    const join = () => connectSupervisor({ folder: location.folder, location, kind: 'gateway', start: null });
    const server = await serveWeb({
      reach: {
        folder: location.folder,
        join,
        start: async () => (await join()) ?? assert.fail('the fake supervisor has gone'),
      },
      version: '1.2.3',
      host: '127.0.0.1',
      port: 0,
      token: () => token,
      log: (line) => faults.push(line),
    });
    return new Gateway(server, faults, async () => {
      clearInterval(measuring);
      await server.close();
      await fake.close();
      await location.remove();
    });
  }

  async check({ hasToken, method, path, headers: extra, body, cut }: WebCase): Promise<void> {
    const host = `Host: 127.0.0.1:${this.#server.port}`;
    const own = [host, ...(hasToken ? [`Authorization: Bearer ${token}`] : [])];
    const hasLength = extra.some((line) => /^(?:Content-Length|Transfer-Encoding)/.test(line));
    const length =
      body === '' || hasLength ? [] : [`Content-Length: ${body.length}`, 'Content-Type: application/json'];
    const text = `${method} ${path} HTTP/1.1\r\n${[...own, ...extra, ...length].join('\r\n')}\r\n\r\n${body}`;
    const isWhole = cut === null && !hasLength && !/[\r\n]/.test(method + path);
    const answer = await this.#send(Buffer.from(text, 'latin1').subarray(0, cut ?? undefined), isWhole);
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
    // The fake supervisor answers only what it is asked to; that is told as its error, by its own name.
    const faults = this.faults.splice(0).filter((line) => !line.startsWith('internal: unexpected\n'));
    assert.deepEqual(faults, [], 'its own fault');
    if (!hasToken) assert.ok(status < 200 || status >= 400, `${status} without the token`);
    const next = await this.#send(
      Buffer.from(`GET / HTTP/1.1\r\n${host}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`),
      true,
    );
    assert.ok(next.startsWith('HTTP/1.1 200 '), `the next request: ${next}`);
  }

  close(): Promise<void> {
    return this.#end();
  }

  /** The beginning of the answer; empty when the connection is closed without one. */
  async #send(bytes: Buffer, isWhole: boolean): Promise<string> {
    const socket = connect(this.#server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    let answer = '';
    const answered = new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
        // "100 Continue" is none yet.
        if (/^HTTP\/1\.1 [2-5]/.test(answer)) resolve();
        answer = answer.replace(/^HTTP\/1\.1 1\d\d [^\r]*\r\n\r\n/, '');
        if (answer !== '') resolve();
      });
    });
    // An end behind what is no whole request, so that nobody waits for the rest.
    socket.write(bytes);
    if (!isWhole) socket.end();
    await answered;
    socket.destroy();
    return answer;
  }
}
