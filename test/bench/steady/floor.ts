import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Interface } from 'node:readline';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { inRepository, node } from '../processes/contender.ts';
import type { FloorJob } from './floorDaemon.ts';
import type { Job, Runner, Running } from './runner.ts';
import { eventually } from './runner.ts';

/** The yardstick: `floorDaemon.ts`, without its types, since Node would take them away at its start. */
export const floor: Runner = {
  name: 'floor',
  role: 'floor',
  open: async (job) => {
    const program = join(job.root, 'floor.mjs');
    const entry = inRepository('test/bench/steady/floorDaemon.ts');
    const { outputFiles } = await build({ entryPoints: [entry], format: 'esm', write: false });
    writeFileSync(program, outputFiles[0]?.contents ?? '');
    const path = join(job.root, 'floor.sock');
    const logs = join(job.root, 'out');
    const daemon = spawn(node, [program, path, JSON.stringify(floorJob(job, logs))], {
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true,
    });
    const ended = once(daemon, 'exit');
    const client = new FloorClient(path);
    await client.tell('list');
    const tell = async (verb: string): Promise<{ readonly pid: number }[]> =>
      JSON.parse(await client.tell(verb)) as { readonly pid: number }[];
    return {
      daemon: daemon.pid ?? NaN,
      start: () => tell('start'),
      stop: () => tell('stop'),
      list: () => tell('list'),
      pids: async () => (await tell('list')).map(({ pid }) => pid),
      logs: () => Promise.resolve([`${logs}-0`]),
      follow: (onText) => new FloorClient(path).follow(onText),
      [Symbol.asyncDispose]: async () => {
        await tell('stop');
        // Node 24 now and then never comes to the end of `process.exit()`: a thread that compiles waits for the main one.
        daemon.kill('SIGKILL');
        await ended;
      },
    } satisfies Running;
  },
};

function floorJob({ isScript, program, args, folder, env, instances }: Job, logs: string): FloorJob {
  const [file, all] = isScript ? [node, [program, ...args]] : [program, args];
  return { file, args: all, cwd: folder, env, instances, logs };
}

class FloorClient {
  readonly #socket: Promise<Socket>;
  #lines: Interface | undefined;

  constructor(path: string) {
    this.#socket = reach(path);
  }

  /** The line that is answered. */
  async tell(verb: string): Promise<string> {
    const socket = await this.#socket;
    this.#lines ??= createInterface({ input: socket });
    const answered = once(this.#lines, 'line') as Promise<[string]>;
    socket.write(verb);
    const [line] = await answered;
    return line;
  }

  async follow(onText: (text: string) => void): Promise<void> {
    const socket = await this.#socket;
    socket.unref();
    socket.setEncoding('utf8').on('data', onText);
    socket.write('follow');
  }
}

async function reach(path: string): Promise<Socket> {
  let found: Socket | undefined;
  await eventually('the floor answers', async () => {
    const socket = connect(path);
    found = socket;
    return await once(socket, 'connect').then(
      () => true,
      () => false,
    );
  });
  if (found === undefined) throw new Error('not connected');
  return found;
}
