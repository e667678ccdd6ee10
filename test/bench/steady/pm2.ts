import type { ChildProcess } from 'node:child_process';
import { execFile, fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inRepository, node } from '../processes/contender.ts';
import type { Job, Runner, Running } from './runner.ts';

const folder = inRepository('.cache/peers/node_modules/pm2');
const command = join(folder, 'bin/pm2');

interface Answer {
  readonly problem: string | null;
  readonly pids: readonly number[];
}

/** With a daemon of its own, told through its own API. */
export const pm2: Runner = {
  name: 'pm2',
  role: 'peer',
  needs: command,
  open: async (job) => {
    const home = join(job.root, 'pm2');
    const env = { ...process.env, PM2_HOME: home, PM2_DISABLE_VERSION_CHECK: 'true' };
    const clients: Pm2Client[] = [];
    const connect = async (): Promise<Pm2Client> => {
      const client = new Pm2Client(job, env);
      clients.push(client);
      await client.tell('connect');
      return client;
    };
    const client = await connect();
    return {
      daemon: Number(readFileSync(join(home, 'pm2.pid'), 'utf8')),
      start: () => client.tell('start', pm2App(job)),
      stop: () => client.tell('delete', 'app'),
      list: () => client.tell('list'),
      pids: async () => (await client.tell('list')).pids.filter((pid) => pid > 0),
      logs: () => Promise.resolve([join(home, 'logs/app-out.log')]),
      follow: async (onText) => {
        const follower = await connect();
        follower.onSaid = onText;
        await follower.tell('follow');
      },
      followingCommand: () => spawn(node, [command, 'logs', 'app', '--raw', '--lines', '0'], { env }),
      [Symbol.asyncDispose]: async () => {
        await promisify(execFile)(node, [command, 'kill'], { env });
        for (const one of clients) one.end();
      },
    } satisfies Running;
  },
};

function pm2App({ isScript, isCluster, program, args, instances, env, folder: cwd }: Job): object {
  return {
    name: 'app',
    script: program,
    args,
    cwd,
    instances,
    env,
    merge_logs: true,
    exec_mode: isCluster ? 'cluster' : 'fork',
    interpreter: isScript ? node : 'none',
  };
}

class Pm2Client {
  onSaid: (text: string) => void = () => undefined;
  readonly #driver: ChildProcess;
  #answered: (answer: Answer) => void = () => undefined;
  readonly #isReady: Promise<Answer>;

  constructor({ folder: cwd }: Job, env: NodeJS.ProcessEnv) {
    this.#driver = fork(inRepository('test/bench/steady/pm2Client.ts'), [folder], {
      env,
      cwd,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#driver.on('message', (message: Answer | { readonly said: string }) => {
      if ('said' in message) this.onSaid(message.said);
      else this.#answered(message);
    });
    this.#isReady = this.#next();
  }

  async tell(verb: string, ...args: readonly unknown[]): Promise<Answer> {
    await this.#isReady;
    const next = this.#next();
    this.#driver.send({ verb, args });
    const answer = await next;
    if (answer.problem !== null) throw new Error(`pm2 ${verb}: ${answer.problem}`);
    return answer;
  }

  end(): void {
    // Left alone it looks for its daemon for ever.
    this.#driver.kill('SIGKILL');
  }

  #next(): Promise<Answer> {
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }
}
