import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../figures.ts';
import { startPeer } from '../peer.ts';
import { node } from '../processes/contender.ts';
import { drover } from './drover.ts';
import { pm2 } from './pm2.ts';
import type { Runner } from './runner.ts';
import { Job } from './runner.ts';

/** A server of several instances on one port, which answers with the pid of whoever answers. */
export interface HttpContender {
  readonly name: string;
  readonly role: Role;
  /** Contenders are compared with others of the same program only. */
  readonly program: 'node' | 'uvicorn' | 'gunicorn';
  /** A file without which it cannot take part. */
  readonly needs?: string;
  readonly start: (port: number, instances: number) => Promise<AsyncDisposable>;
}

const uvicorn = '/usr/bin/uvicorn';
const gunicorn = '/usr/bin/gunicorn';

const nodeText = `
require('node:http')
  .createServer((_, response) => response.end(String(process.pid)))
  .listen(Number(process.env.LISTEN), '127.0.0.1');
`;

const primaryText = `
const cluster = require('node:cluster');
cluster.setupPrimary({ exec: 'app.js' });
for (let instance = 0; instance < Number(process.env.INSTANCES); instance += 1) cluster.fork();
`;

const asgiText = `
import os

answer = str(os.getpid()).encode()
headers = [(b'content-length', str(len(answer)).encode())]


async def app(scope, receive, send):
    if scope['type'] != 'http':
        return
    await send({'type': 'http.response.start', 'status': 200, 'headers': headers})
    await send({'type': 'http.response.body', 'body': answer})
`;

const wsgiText = `
import os


def app(environ, start_response):
    answer = str(os.getpid()).encode()
    start_response('200 OK', [('Content-Length', str(len(answer)))])
    return [answer]
`;

const threads = ['-k', 'gthread', '--threads', '16'];

export const httpContenders: readonly HttpContender[] = [
  { name: 'floor: node:cluster', role: 'floor', program: 'node', start: startPrimary },
  { name: 'Drover, cluster', role: 'drover', program: 'node', start: byRunner(drover) },
  { name: 'pm2, cluster', role: 'peer', program: 'node', needs: pm2.needs ?? '', start: byRunner(pm2) },
  {
    name: 'Drover, uvicorn by fd',
    role: 'drover',
    program: 'uvicorn',
    needs: uvicorn,
    start: (port, instances) =>
      shared([uvicorn, 'server:app', '--log-level', 'error'], asgiText, { port, instances }),
  },
  {
    name: 'uvicorn --workers',
    role: 'peer',
    program: 'uvicorn',
    needs: uvicorn,
    start: (port, instances) =>
      alone(asgiText, uvicorn, [
        'server:app',
        '--log-level',
        'error',
        '--port',
        String(port),
        '--workers',
        String(instances),
      ]),
  },
  {
    name: 'Drover, gunicorn by fd',
    role: 'drover',
    program: 'gunicorn',
    needs: gunicorn,
    start: (port, instances) => shared([gunicorn, 'server:app', ...threads], wsgiText, { port, instances }),
  },
  {
    name: 'gunicorn -w',
    role: 'peer',
    program: 'gunicorn',
    needs: gunicorn,
    start: (port, instances) =>
      alone(wsgiText, gunicorn, [
        'server:app',
        ...threads,
        '-b',
        `127.0.0.1:${port}`,
        '-w',
        String(instances),
      ]),
  },
];

async function startPrimary(port: number, instances: number): Promise<AsyncDisposable> {
  const job = new Job(nodeText);
  writeFileSync(join(job.folder, 'primary.js'), primaryText);
  const env = { LISTEN: String(port), INSTANCES: String(instances) };
  return withJob(job, startPeer({ ...peerAt(job), file: node, args: ['primary.js'], env }));
}

function byRunner(runner: Runner): HttpContender['start'] {
  return async (port, instances) => {
    const job = new Job(nodeText, { instances, isCluster: true, env: { LISTEN: String(port) } });
    return await run(runner, job);
  };
}

async function shared(
  words: readonly [string, ...string[]],
  text: string,
  options: { readonly port: number; readonly instances: number },
): Promise<AsyncDisposable> {
  const job = new Job(words, options);
  writeFileSync(join(job.folder, 'server.py'), text);
  return await run(drover, job);
}

async function alone(text: string, file: string, args: readonly string[]): Promise<AsyncDisposable> {
  const job = new Job([file]);
  writeFileSync(join(job.folder, 'server.py'), text);
  return withJob(job, startPeer({ ...peerAt(job), file, args, env: {} }));
}

async function run(runner: Runner, job: Job): Promise<AsyncDisposable> {
  const running = await runner.open(job);
  await running.start();
  return withJob(job, {
    [Symbol.asyncDispose]: async () => {
      await running.stop();
      await running[Symbol.asyncDispose]();
    },
  });
}

function peerAt({ folder, root }: Job): { readonly cwd: string; readonly log: string } {
  return { cwd: folder, log: join(root, 'log') };
}

function withJob(job: Job, program: AsyncDisposable): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => {
      await program[Symbol.asyncDispose]();
      job[Symbol.dispose]();
    },
  };
}
