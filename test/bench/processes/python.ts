import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../row.ts';
import { clock } from './beacon.ts';
import type { Case } from './cases.ts';
import { caseTable } from './cases.ts';
import type { Contender, Manager } from './contender.ts';
import { present } from './contender.ts';
import { droverWith } from './drover.ts';
import { interleaved, withOpened, withRunning } from './opened.ts';
import type { BenchApp, ServerFile, Site } from './site.ts';
import { benchApp } from './site.ts';

const uvicorn = '/usr/bin/uvicorn';
const gunicorn = '/usr/bin/gunicorn';
const stableMs = 1200;

/** Says that it is up as the last thing before its server accepts. */
const serverText = `
import os, time

async def app(scope, receive, send):
    if scope['type'] == 'lifespan':
        await receive()
        with open(os.environ['BEACON'], 'a') as beacon:
            beacon.write('%d %d %d\\n' % (os.getpid(), time.monotonic_ns(), time.process_time_ns() / 1000))
        await send({'type': 'lifespan.startup.complete'})
        await receive()
        await send({'type': 'lifespan.shutdown.complete'})
        return
    await send({'type': 'http.response.start', 'status': 200, 'headers': []})
    await send({'type': 'http.response.body', 'body': b'ok'})
`;

const serverFile: ServerFile = { name: 'server.py', text: serverText };
const app = benchApp('cluster', 4);

const contenders: readonly Contender[] = [
  droverWith(({ port }) => ({
    script: uvicorn,
    args: 'server:app',
    interpreter: 'none',
    instances: app.instances,
    port,
  })),
  byItself('uvicorn --workers 4', uvicorn, ({ port }) => [
    'server:app',
    '--port',
    String(port),
    '--workers',
    '4',
  ]),
  byItself('gunicorn -w 4', gunicorn, ({ port }) => [
    'server:app',
    ...['-k', 'uvicorn.workers.UvicornWorker'],
    ...['-w', '4', '-b', `127.0.0.1:${port}`],
  ]),
];
/** Uvicorn starts no worker anew and replaces none, as Debian has it. */
const keepers = contenders.filter(({ name }) => !name.startsWith('uvicorn'));

export const python: Row = {
  name: 'python',
  title: 'Uvicorn, four instances',
  about:
    'Milliseconds until the last of the new instances is up: from the start, from the SIGKILL of one, and from the request ' +
    'to reload all. Gunicorn forks instances from a process that has loaded Python and its libraries, which is why they ' +
    'come up faster than anything that starts Python can; an instance of Drover sees a changed library too.',
  rounds: 6,
  run: async ({ rounds }) => {
    const { contenders: all, absent } = present(contenders);
    const able = present(keepers).contenders;
    const started = await withOpened(
      all,
      [app],
      (opened) =>
        interleaved(opened, rounds, async ({ manager, site }) => {
          const since = clock();
          const answered = manager.start(app);
          const seen = await site.beacon.listening(app.instances, since);
          await answered;
          await manager.stop(app);
          return (seen.at(-1)?.at ?? NaN) - since;
        }),
      serverFile,
    );
    const cases: Case[] = [{ name: 'start', figures: started }];
    const others = await withRunning(
      able,
      app,
      async (running) => {
        const crashed = await interleaved(running, rounds, async ({ site, pids }) => {
          await pause(stableMs / running.length);
          const since = clock();
          process.kill(pids.shift() ?? NaN, 'SIGKILL');
          const [successor] = await site.beacon.listening(1, since);
          pids.push(successor?.pid ?? NaN);
          return (successor?.at ?? NaN) - since;
        });
        const reloaded = await interleaved(running, rounds, async ({ manager, site }) => {
          const since = clock();
          const answered = manager.reload?.(app);
          const seen = await site.beacon.listening(app.instances, since);
          await answered;
          return (seen.at(-1)?.at ?? NaN) - since;
        });
        return [
          { name: 'crash', figures: crashed },
          { name: 'reload', figures: reloaded },
        ];
      },
      serverFile,
    );
    cases.push(...others);
    return { table: caseTable(cases), exceeded: [], absent, raw: cases };
  },
};

/** A server that has processes of its own. */
function byItself(name: string, program: string, argumentsFor: (site: Site) => string[]): Contender {
  return {
    name,
    role: 'peer',
    needs: program,
    hasCluster: true,
    open: (site) => Promise.resolve(new OwnProcesses(site, program, argumentsFor(site))),
  };
}

class OwnProcesses implements Manager {
  /** It is started with its app. */
  readonly openedIn = NaN;
  readonly commands: Manager['commands'];
  readonly #site: Site;
  readonly #program: string;
  readonly #arguments: readonly string[];
  #child: ChildProcess | undefined;

  constructor(site: Site, program: string, programArguments: readonly string[]) {
    this.#site = site;
    this.#program = program;
    this.#arguments = programArguments;
    const command = { file: program, args: programArguments, env: process.env };
    this.commands = { ask: command, start: () => command };
  }

  start(started: BenchApp): Promise<void> {
    this.#child = spawn(this.#program, this.#arguments, {
      cwd: this.#site.folder,
      env: { ...process.env, ...this.#site.env(started) },
      stdio: 'ignore',
    });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  async restart(restarted: BenchApp): Promise<void> {
    await this.stop();
    await this.start(restarted);
  }

  reload(): Promise<void> {
    this.#child?.kill('SIGHUP');
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
