import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../supervisor/freePort.ts';

const pollMs = 2;
const startMs = 20_000;

/** What an app is written in; `bootMs` passes before it listens. */
export interface Source {
  readonly file: string;
  readonly text: (version: number, bootMs: number) => string;
}

/** It notes each start with its version, and answers with it. */
export const nodeServer: Source = {
  file: 'server.js',
  text: (version, bootMs) => `
const { appendFileSync } = require('node:fs');
const { createServer } = require('node:http');
const version = '${version}';
appendFileSync(process.env.STARTS, version + '\\n');
const server = createServer((_, response) => {
  response.setHeader('connection', 'close');
  response.end(version);
});
const listen = () => server.listen(Number(process.env.LISTEN), '127.0.0.1', () => process.send?.('ready'));
${bootMs > 0 ? `setTimeout(listen, ${bootMs});` : 'listen();'}
`,
};

/** The same as an ASGI app. */
export const pythonServer: Source = {
  file: 'server.py',
  text: (version) => `
import os

version = b'${version}'
with open(os.environ['STARTS'], 'a') as starts:
    starts.write(version.decode() + '\\n')


async def app(scope, receive, send):
    if scope['type'] != 'http':
        return
    headers = [(b'connection', b'close'), (b'content-length', str(len(version)).encode())]
    await send({'type': 'http.response.start', 'status': 200, 'headers': headers})
    await send({'type': 'http.response.body', 'body': version})
`,
};

/** A folder with one server in it, which each contender has for itself. */
export class Project implements Disposable {
  readonly #outside = mkdtempSync(join(tmpdir(), 'drover-bench-'));
  readonly folder = join(this.#outside, 'project');
  readonly port: number;
  readonly source: Source;
  /** How long the server takes to listen. */
  readonly bootMs: number;
  #version = 0;

  private constructor(port: number, source: Source, bootMs: number) {
    this.port = port;
    this.source = source;
    this.bootMs = bootMs;
    mkdirSync(this.folder);
    writeFileSync(this.#startsFile, '');
    this.save();
  }

  static async create(source: Source, { bootMs = 0 } = {}): Promise<Project> {
    return new Project(await freePort(), source, bootMs);
  }

  /** What the server needs besides its own file. */
  get env(): Readonly<Record<string, string>> {
    return { LISTEN: String(this.port), STARTS: this.#startsFile };
  }

  /** Where a contender may keep what is not to be watched. */
  get outside(): string {
    return this.#outside;
  }

  /** For what a contender says. */
  get log(): string {
    return join(this.#outside, 'log');
  }

  get #startsFile(): string {
    return join(this.#outside, 'starts');
  }

  /** Writes the next version over the file, as most editors do, and says which it is. */
  save(): string {
    this.#version += 1;
    writeFileSync(join(this.folder, this.source.file), this.source.text(this.#version, this.bootMs));
    return String(this.#version);
  }

  /** The versions that were started, in order. */
  starts(): readonly string[] {
    return readFileSync(this.#startsFile, 'utf8').split('\n').slice(0, -1);
  }

  /** Asks until `version` answers; false when it does not within `withinMs`. */
  async serves(version: string, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    while ((await this.answer()) !== version) {
      if (performance.now() > end) return false;
      await pause(pollMs);
    }
    return true;
  }

  /** Throws with what the contender has said when the first version does not answer. */
  async served(name: string): Promise<void> {
    if (await this.serves('1', startMs)) return;
    const said = existsSync(this.log) ? readFileSync(this.log, 'utf8').slice(-2000) : '';
    throw new Error(`${name} did not start the server. ${said}`);
  }

  /** What is answered now; undefined when nothing is. */
  answer(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const request = get({ host: '127.0.0.1', port: this.port, agent: false, timeout: 2000 }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
        response.on('error', () => resolve(undefined));
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(undefined));
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.#outside, { recursive: true, force: true });
  }
}
