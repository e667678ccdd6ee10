import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clock } from './beacon.ts';
import type { Contender, Manager } from './contender.ts';
import { node } from './contender.ts';
import type { BenchApp, Site } from './site.ts';

const program = '/usr/bin/supervisord';
const control = '/usr/bin/supervisorctl';
const pollMs = 1;

/** Debian's, where it is installed, told through its own API (XML-RPC on a Unix socket). */
export const supervisord: Contender = {
  name: 'supervisord',
  role: 'peer',
  needs: program,
  hasCluster: false,
  open: async (site) => {
    const socket = join(site.root, 'supervisord.sock');
    const config = join(site.root, 'supervisord.conf');
    writeFileSync(config, configuration(site, socket));
    const since = clock();
    const daemon = spawn(program, ['-n', '-c', config], { stdio: 'ignore', detached: true });
    const ended = once(daemon, 'exit');
    while (!(await call(socket, 'supervisor.getState').then(Boolean, () => false))) await pause(pollMs);
    const openedIn = clock() - since;
    return new SupervisordManager({ socket, config, openedIn, ended });
  },
};

interface Daemon {
  readonly socket: string;
  readonly config: string;
  readonly openedIn: number;
  readonly ended: Promise<unknown>;
}

class SupervisordManager implements Manager {
  readonly #socket: string;
  readonly #ended: Promise<unknown>;
  readonly openedIn: number;
  readonly commands: Manager['commands'];

  constructor({ socket, config, openedIn, ended }: Daemon) {
    this.openedIn = openedIn;
    this.#socket = socket;
    this.#ended = ended;
    const command = (...args: readonly string[]) => ({
      file: control,
      args: ['-c', config, ...args],
      env: process.env,
    });
    this.commands = { ask: command('pid'), start: ({ name }) => command('start', `${name}:*`) };
  }

  start({ name }: BenchApp): Promise<string> {
    return this.#call('startProcessGroup', name, false);
  }

  stop({ name }: BenchApp): Promise<string> {
    return this.#call('stopProcessGroup', name, true);
  }

  async restart(app: BenchApp, which: 'all' | 'first'): Promise<void> {
    const one = `${app.name}:${app.name}-0`;
    await (which === 'first' ? this.#call('stopProcess', one, true) : this.stop(app));
    await (which === 'first' ? this.#call('startProcess', one, false) : this.start(app));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#call('shutdown');
    await this.#ended;
  }

  #call(method: string, ...params: readonly (string | boolean)[]): Promise<string> {
    return call(this.#socket, `supervisor.${method}`, ...params);
  }
}

function configuration(site: Site, socket: string): string {
  const programs = site.apps.filter(({ isCluster }) => !isCluster).map((app) => programSection(site, app));
  return `[unix_http_server]
file=${socket}
[supervisord]
logfile=${join(site.root, 'supervisord.log')}
pidfile=${join(site.root, 'supervisord.pid')}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://${socket}
${programs.join('')}`;
}

function programSection(site: Site, app: BenchApp): string {
  const environment = Object.entries(site.env(app)).map(([name, value]) => `${name}="${value}"`);
  const log = join(site.root, '%(program_name)s-%(process_num)d');
  return `[program:${app.name}]
command=${node} ${site.script}
numprocs=${app.instances}
process_name=%(program_name)s-%(process_num)d
autostart=false
stopsignal=INT
environment=${environment.join(',')}
stdout_logfile=${log}.out
stderr_logfile=${log}.err
`;
}

/** Rejects when nobody answers there, and when the answer is a fault. */
export function call(
  socket: string,
  method: string,
  ...params: readonly (string | boolean)[]
): Promise<string> {
  const values = params.map((value) =>
    typeof value === 'boolean' ? `<boolean>${Number(value)}</boolean>` : `<string>${value}</string>`,
  );
  const given = values.map((value) => `<param><value>${value}</value></param>`).join('');
  const body = `<methodCall><methodName>${method}</methodName><params>${given}</params></methodCall>`;
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) };
    const asked = request({ socketPath: socket, path: '/RPC2', method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        if (text.includes('<fault>')) reject(new Error(`${method}: ${text}`));
        else resolve(text);
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
