import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { droverIn } from '../droverIn.ts';
import { TestWorkspace } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import { webProject } from './webProject.ts';
import { WebUnderTest } from './webServer.ts';

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly processes?: readonly { readonly name: string; readonly status: string }[];
  readonly batches?: readonly { readonly name: string; readonly lines: readonly { text: string }[] }[];
  readonly usage?: readonly { readonly pm_id: string; readonly memory: number }[];
  readonly message?: string;
  readonly dropped?: number;
}

/** What comes by one stream. `next` is the first message that fits, of those that nobody has asked for yet. */
class Messages {
  readonly all: Message[] = [];
  #read = 0;
  #wake: () => void = () => undefined;

  add(text: string): void {
    this.all.push(JSON.parse(text) as Message);
    this.#wake();
  }

  async next(fits: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      while (this.#read < this.all.length) {
        const message = this.all[this.#read];
        this.#read += 1;
        if (message !== undefined && fits(message)) return message;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

interface Live extends AsyncDisposable {
  readonly messages: Messages;
  readonly closed: Promise<unknown>;
}

async function openSocket(web: WebUnderTest, query = ''): Promise<Live & { readonly socket: WebSocket }> {
  // As a browser has to, which sets no headers.
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}/ws${query}`, ['drover', `bearer.${web.token}`]);
  const messages = new Messages();
  socket.on('message', (data: Buffer) => messages.add(data.toString()));
  const closed = once(socket, 'close');
  await once(socket, 'open');
  return {
    socket,
    messages,
    closed,
    [Symbol.asyncDispose]: async () => {
      socket.terminate();
      await closed;
    },
  };
}

async function openEvents(
  web: WebUnderTest,
  query = '',
  headers: Record<string, string> = {},
): Promise<Live> {
  const options = {
    port: web.port,
    path: `/api/events${query}`,
    headers: { ...web.authorization, ...headers },
  };
  const request = get({ host: '127.0.0.1', agent: false, ...options });
  const [incoming] = (await once(request, 'response')) as [IncomingMessage];
  assert.equal(incoming.headers['content-type'], 'text/event-stream');
  const messages = new Messages();
  let text = '';
  incoming.setEncoding('utf8');
  incoming.on('data', (chunk: string) => {
    const events = `${text}${chunk}`.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) messages.add(/^data: (.*)$/m.exec(event)?.[1] ?? '');
  });
  incoming.on('error', () => undefined);
  const closed = once(incoming, 'close').catch(() => undefined);
  return {
    messages,
    closed,
    [Symbol.asyncDispose]: async () => {
      request.destroy();
      await closed;
    },
  };
}

const has =
  (name: string, status: string) =>
  ({ processes = [] }: Message): boolean =>
    processes.some((one) => one.name === name && one.status === status);

test('a WebSocket is told the state, its changes, logs and measurements', async () => {
  const { files, port } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  await using live = await openSocket(web, '?logs=web-app&metrics=true');
  assert.equal(live.socket.protocol, 'drover');
  assert.equal((await live.messages.next(() => true)).type, 'SupervisorLost');
  assert.equal((await web.post('/api/processes/web-app/start')).status, 200);
  await live.messages.next(({ type }) => type === 'ProcessList');
  await live.messages.next(has('web-app-1', 'online'));
  const measured = await live.messages.next(({ type }) => type === 'SystemUpdate');
  assert.ok((measured.usage?.[0]?.memory ?? 0) > 0);
  // What was lost with its supervisor is there again with the next one.
  assert.equal((await droverIn(workspace).run(['kill'])).code, 0);
  await live.messages.next(({ type }) => type === 'SupervisorLost');
  assert.equal((await web.post('/api/processes/web-app/start')).status, 200);
  await fetch(`http://127.0.0.1:${port}/?lines=3`);
  const logs = await live.messages.next(({ batches = [] }) =>
    batches.some(({ lines }) => lines.some(({ text }) => text.startsWith('line 3 '))),
  );
  assert.match(logs.batches?.[0]?.name ?? '', /^web-app-\d$/);
  assert.equal(web.errors(), '');
});

test('an event stream begins with a snapshot and goes on behind Last-Event-ID', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.post('/api/processes/quiet/start')).status, 200);
  let last = '';
  {
    await using first = await openEvents(web, '?logs=quiet&tail=5');
    const list = await first.messages.next(() => true);
    assert.deepEqual([list.type, has('quiet', 'online')(list)], ['ProcessList', true]);
    last = list.id ?? '';
  }
  assert.equal((await web.post('/api/processes/quiet/stop')).status, 200);
  await using second = await openEvents(web, '', { 'last-event-id': last });
  const next = await second.messages.next(() => true);
  assert.equal(next.type, 'ProcessUpdate');
  await second.messages.next(has('quiet', 'stopped'));
  // What nobody knows any more begins anew.
  await using third = await openEvents(web, `?after=0000-1`);
  assert.equal((await third.messages.next(() => true)).type, 'ProcessList');
});

test('at the end live clients are told why, and the server ends though they are connected', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  const web = await WebUnderTest.start(workspace);
  await using socket = await openSocket(web);
  await using events = await openEvents(web);
  await web[Symbol.asyncDispose]();
  assert.deepEqual([web.child.exitCode, web.errors()], [0, '']);
  for (const { messages, closed } of [socket, events]) {
    assert.equal((await messages.next(({ type }) => type === 'End')).message, 'The server ends.');
    await closed;
  }
});

test('a client that reads nothing is left out of log lines, told how many, and keeps nobody else waiting', async () => {
  const { files, port } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.post('/api/processes/web-app/start')).status, 200);
  await using stuck = await openSocket(web, '?logs=web-app');
  stuck.socket.pause();
  await using reading = await openSocket(web, '?logs=web-app');
  const write = (lines: number): Promise<Response> => fetch(`http://127.0.0.1:${port}/?lines=${lines}`);
  // 30 MB in all, far more than sockets hold.
  for (let round = 0; round < 8; round += 1) await write(20_000);
  const before = reading.messages.all.length;
  await waitFor('lines for the client that reads', async () => {
    await write(1);
    return reading.messages.all.slice(before).some(({ type }) => type === 'Logs');
  });
  stuck.socket.resume();
  // With the first lines after it has read what waited, it is told how many it has missed.
  await waitFor('the number of lines that were left out', async () => {
    await write(1);
    return stuck.messages.all.reduce((sum, { dropped = 0 }) => sum + dropped, 0) > 10_000;
  });
  assert.equal(web.errors(), '');
});
