import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { clock } from './beacon.ts';
import type { Contender, Manager } from './contender.ts';
import { inRepository, node } from './contender.ts';
import type { BenchApp, Site } from './site.ts';

const pollMs = 1;

/**
 * The yardstick: `floorDaemon.ts`, without its types, since Node would take them away at each start. A cluster has a
 * primary of its own, as every program has that uses `node:cluster`.
 */
export const floor: Contender = {
  name: 'floor',
  role: 'floor',
  hasCluster: true,
  open: async (site) => {
    const program = join(site.root, 'floor.mjs');
    const { outputFiles } = await build({
      entryPoints: [inRepository('test/bench/processes/floorDaemon.ts')],
      format: 'esm',
      write: false,
    });
    writeFileSync(program, outputFiles[0]?.contents ?? '');
    const path = join(site.root, 'floor.sock');
    const since = clock();
    const daemon = spawn(node, [program, path], { stdio: ['ignore', 'ignore', 'inherit'], detached: true });
    const ended = once(daemon, 'exit');
    const socket = await reach(path);
    return new FloorManager(site, socket, { path, program, openedIn: clock() - since, ended });
  },
};

interface FloorDaemon {
  readonly path: string;
  readonly program: string;
  readonly openedIn: number;
  readonly ended: Promise<unknown>;
}

class FloorManager implements Manager {
  readonly #site: Site;
  readonly #socket: Socket;
  readonly #daemon: FloorDaemon;
  readonly openedIn: number;
  readonly commands: Manager['commands'];

  constructor(site: Site, socket: Socket, daemon: FloorDaemon) {
    this.#site = site;
    this.#socket = socket;
    this.#daemon = daemon;
    this.openedIn = daemon.openedIn;
    const command = (line: string) => ({
      file: node,
      args: [daemon.program, daemon.path, line],
      env: process.env,
    });
    this.commands = {
      ask: command('{"verb":"ask"}'),
      start: (app) => command(this.#line('start', app)),
    };
  }

  start(app: BenchApp): Promise<unknown> {
    return this.#tell(this.#line('start', app));
  }

  stop(app: BenchApp): Promise<unknown> {
    return this.#tell(this.#line('stop', app));
  }

  restart(app: BenchApp, which: 'all' | 'first'): Promise<unknown> {
    return this.#tell(this.#line('restart', app, { first: which === 'first' }));
  }

  reload(app: BenchApp): Promise<unknown> {
    return this.#tell(this.#line('reload', app));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.end('{"verb":"end"}\n');
    await this.#daemon.ended;
  }

  #line(verb: string, app: BenchApp, more: object = {}): string {
    const { name, instances, isCluster } = app;
    const { script } = this.#site;
    return JSON.stringify({
      verb,
      app: name,
      script,
      isCluster,
      instances,
      env: this.#site.env(app),
      ...more,
    });
  }

  async #tell(line: string): Promise<unknown> {
    this.#socket.write(`${line}\n`);
    return await once(this.#socket, 'data');
  }
}

/** Asks until somebody answers there. */
async function reach(path: string): Promise<Socket> {
  for (;;) {
    const socket = connect(path);
    try {
      await once(socket, 'connect');
      socket.write('{"verb":"ask"}\n');
      await once(socket, 'data');
      return socket;
    } catch {
      await pause(pollMs);
    }
  }
}
