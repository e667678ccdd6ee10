import type { ChildProcess } from 'node:child_process';
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clock } from './beacon.ts';
import type { Contender, Manager } from './contender.ts';
import { inRepository, node } from './contender.ts';
import type { BenchApp, Site } from './site.ts';

const folder = inRepository('.cache/peers/node_modules/pm2');
const command = join(folder, 'bin/pm2');

interface Answer {
  readonly problem: string | null;
  readonly ids: readonly number[];
}

/** With a daemon of its own, told through its own API. */
export const pm2: Contender = {
  name: 'pm2',
  role: 'peer',
  needs: command,
  hasCluster: true,
  open: async (site) => {
    const env = { ...process.env, PM2_HOME: join(site.root, 'pm2'), PM2_DISABLE_VERSION_CHECK: 'true' };
    const driver = fork(inRepository('test/bench/processes/pm2Driver.ts'), [folder], {
      env,
      cwd: site.folder,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(driver, 'message');
    const manager = new Pm2Manager(driver, env, site);
    // The client itself is there; what is measured is the daemon.
    const since = clock();
    await manager.tell('connect');
    await manager.tell('list');
    manager.openedIn = clock() - since;
    return manager;
  },
};

class Pm2Manager implements Manager {
  openedIn = NaN;
  readonly #driver: ChildProcess;
  readonly #env: NodeJS.ProcessEnv;
  readonly #site: Site;
  /** Of the first instance of each app. */
  readonly #firsts = new Map<string, number>();
  readonly commands: Manager['commands'];

  constructor(driver: ChildProcess, env: NodeJS.ProcessEnv, site: Site) {
    this.#driver = driver;
    this.#env = env;
    this.#site = site;
    const shell = (...args: readonly string[]) => ({ file: node, args: [command, ...args], env });
    this.commands = {
      ask: shell('ping'),
      start: (app) => {
        const { name, instances, isCluster } = app;
        const many = isCluster ? ['-i', String(instances)] : [];
        return {
          ...shell('start', site.script, '--name', name, ...many),
          env: { ...env, ...site.env(app) },
        };
      },
    };
  }

  async start(app: BenchApp): Promise<void> {
    const { name, instances, isCluster } = app;
    const { script } = this.#site;
    const mode = isCluster ? 'cluster' : 'fork';
    const { ids } = await this.tell('start', {
      name,
      script,
      instances,
      exec_mode: mode,
      env: this.#site.env(app),
    });
    if (ids[0] !== undefined) this.#firsts.set(name, ids[0]);
  }

  stop({ name }: BenchApp): Promise<Answer> {
    return this.tell('delete', name);
  }

  restart({ name }: BenchApp, which: 'all' | 'first'): Promise<Answer> {
    return this.tell('restart', which === 'first' ? (this.#firsts.get(name) ?? name) : name);
  }

  reload({ name }: BenchApp): Promise<Answer> {
    return this.tell('reload', name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await promisify(execFile)(node, [command, 'kill'], { env: this.#env });
    // It would live on without anybody to tell it something.
    const ended = once(this.#driver, 'exit');
    this.#driver.kill();
    await ended;
  }

  async tell(verb: string, ...args: readonly unknown[]): Promise<Answer> {
    this.#driver.send({ verb, args });
    const [answer] = (await once(this.#driver, 'message')) as [Answer];
    if (answer.problem !== null) throw new Error(`pm2 ${verb}: ${answer.problem}`);
    return answer;
  }
}
