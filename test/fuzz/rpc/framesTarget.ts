import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { protocolVersion, requests } from '../../../src/protocol/contract.ts';
import type { Handlers } from '../../../src/supervisor/clientSession.ts';
import { RpcServer } from '../../../src/supervisor/rpcServer.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { Random } from '../random.ts';

type Piece =
  /** A request, with a text of so many characters of two to four bytes in it. */
  | { readonly kind: 'request'; readonly length: number }
  /** A request under a name that nobody knows. */
  | { readonly kind: 'unknown'; readonly length: number }
  /** From here on nothing can be understood any more, or nothing that is worth it. */
  | { readonly kind: 'damage'; readonly bytes: string };

interface FramesCase {
  readonly knowsToken: boolean;
  readonly pieces: readonly Piece[];
  /** Where all of it is cut into writes: the lengths, over and over. */
  readonly cuts: readonly number[];
}

const token = 't'.repeat(64);
const damages = [
  ...[
    '\r\n\r\n',
    'x\r\n\r\n',
    'Content-Length: x\r\n\r\n',
    'Content-Length: -9\r\n\r\n{}',
    'Content-Length: 1e3\r\n\r\n',
  ],
  ...[
    'Content-Length: 4\r\n\r\n{"a"',
    'Content-Length: 9999999999999\r\n\r\n{',
    'Content-Length: 2\r\n\r\n{}',
    ':\r\n\r\n',
  ],
  ...[
    'Content-Length: 4\r\n\r\nnull',
    'Content-Length: 2\r\n\r\n[]',
    'Content-Length: 1\r\n\r\n7',
    '\0\0\0\0',
    '\xff\xfe\r\n\r\n',
  ],
  ...[
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    'Content-Length: 3\r\n\r\n"\xe2\x82',
    'x'.repeat(100_000),
    '{"jsonrpc":"2.0"}\n',
  ],
  ...[
    'Content-Length: 26\r\n\r\n{"jsonrpc":"2.0","id":1,2}',
    'Content-Length: 0\r\n\r\n',
    'Content-Length: 07\r\n\r\n{"a":1}',
  ],
];

export const framesTarget: FuzzTarget<FramesCase> = {
  name: 'frames',
  property:
    'requests get their answers however their bytes are cut and joined; nothing is answered without the token, and no bytes, whatever they are, disturb the supervisor or another client',
  quick: 60,
  make: (random) => ({
    knowsToken: random.chance(0.8),
    pieces: random.list(random.between(1, 8), () => piece(random)),
    cuts: random.list(random.between(1, 8), () => random.pick([1, 2, 7, random.between(1, 200), 65_536])),
  }),
  async check(one) {
    served ??= await Served.start();
    // It says of every client that it drops why.
    const { error } = console;
    console.error = () => undefined;
    try {
      await served.check(one);
    } finally {
      console.error = error;
    }
  },
  close: async () => {
    await served?.close();
    served = undefined;
  },
};

let served: Served | undefined;

function piece(random: Random): Piece {
  if (random.chance(0.75))
    return { kind: 'request', length: random.pick([0, 1, 3, random.between(0, 3_000), 40_000]) };
  return random.chance(0.3)
    ? { kind: 'unknown', length: 0 }
    : { kind: 'damage', bytes: random.pick(damages) };
}

function frame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** The product's server on a socket of its own, with handlers that say what they were asked. */
class Served {
  readonly #dir: string;
  readonly #server: RpcServer;
  readonly #path: string;

  private constructor() {
    this.#dir = mkdtempSync(join(tmpdir(), 'drover-fuzz-rpc-'));
    this.#path = join(this.#dir, 's.sock');
    const names = Object.keys(requests);
    const handlers = Object.fromEntries(
      names.map((name) => [name, (params: object) => Promise.resolve({ name, ...params })]),
    );
    this.#server = new RpcServer({
      token,
      handlers: handlers as unknown as Handlers,
      settle: () => undefined,
      onSessionsChanged: () => undefined,
    });
  }

  static async start(): Promise<Served> {
    const started = new Served();
    await started.#server.listen(started.#path);
    return started;
  }

  async check({ knowsToken, pieces, cuts }: FramesCase): Promise<void> {
    const hello = {
      protocol: protocolVersion,
      token: knowsToken ? token : 'wrong',
      client: { kind: 'test', pid: 1 },
    };
    const bytes = [frame({ id: 0, method: 'initialize', params: hello })];
    const expected: number[] = [0];
    let isDamaged = false;
    for (const [index, one] of pieces.entries()) {
      const id = index + 1;
      if (one.kind === 'damage') {
        bytes.push(Buffer.from(one.bytes, 'latin1'));
        isDamaged = true;
        continue;
      }
      const method = one.kind === 'unknown' ? 'nobody/knows' : 'describe';
      bytes.push(frame({ id, method, params: { target: '€😀é'.repeat(Math.ceil(one.length / 3)) } }));
      if (!isDamaged) expected.push(id);
    }
    const answers = await this.#exchange(Buffer.concat(bytes), cuts, expected.length);
    const ids = answers.map(({ id }) => id);
    // The connection may end before what came in front of the damage is answered.
    if (isDamaged)
      assert.ok(ids.every((id) => id <= pieces.length) && new Set(ids).size === ids.length, 'answers');
    else assert.deepEqual(ids.toSorted(byNumber), expected, 'answers');
    if (!knowsToken)
      assert.ok(
        answers.every(({ error }) => error !== undefined),
        'an answer without the token',
      );
    const other = await this.#exchange(
      frame({ id: 5, method: 'initialize', params: { ...hello, token } }),
      [],
      1,
    );
    assert.equal(other[0]?.error, undefined, 'another client is refused');
  }

  async close(): Promise<void> {
    await this.#server.close();
    rmSync(this.#dir, { recursive: true });
  }

  /** Sends, and reads until so many answers are there or the server hangs up. */
  async #exchange(bytes: Buffer, cuts: readonly number[], count: number): Promise<readonly Answer[]> {
    const socket = connect(this.#path);
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    const reading = readAnswers(socket, count);
    for (let at = 0, index = 0; at < bytes.length && socket.writable; index += 1) {
      const size =
        cuts.length === 0 ? bytes.length : Math.max(1, cuts[index % cuts.length] ?? 1, bytes.length >> 8);
      socket.write(bytes.subarray(at, at + size));
      at += size;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const answers = await reading;
    socket.destroy();
    return answers;
  }
}

interface Answer {
  readonly id: number;
  readonly error?: unknown;
}

function byNumber(a: number, b: number): number {
  return a - b;
}

async function readAnswers(socket: Socket, count: number): Promise<readonly Answer[]> {
  let received = Buffer.alloc(0);
  const answers: Answer[] = [];
  return new Promise((resolve) => {
    const end = (): void => resolve(answers);
    socket.on('close', end);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        const head = /^Content-Length: (\d+)\r\n\r\n/.exec(received.subarray(0, 64).toString('latin1'));
        if (head === null) break;
        const [from, length] = [head[0].length, Number(head[1])];
        if (received.length < from + length) break;
        const message = JSON.parse(received.toString('utf8', from, from + length)) as Partial<Answer>;
        if (typeof message.id === 'number') answers.push(message as Answer);
        received = received.subarray(from + length);
      }
      if (answers.length >= count) end();
    });
  });
}
