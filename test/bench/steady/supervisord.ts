import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node } from '../processes/contender.ts';
import { call } from '../processes/supervisord.ts';
import type { Job, Runner, Running } from './runner.ts';
import { eventually } from './runner.ts';

const program = '/usr/bin/supervisord';

/** Debian's, where it is installed, told through its own API. Its log files are not rotated, so that all can be read. */
export const supervisord: Runner = {
  name: 'supervisord',
  role: 'peer',
  needs: program,
  open: async (job) => {
    const socket = join(job.root, 'supervisord.sock');
    const config = join(job.root, 'supervisord.conf');
    const log = join(job.root, 'out');
    writeFileSync(config, configuration(job, socket, log));
    const daemon = spawn(program, ['-n', '-c', config], { stdio: 'ignore', detached: true });
    const ended = once(daemon, 'exit');
    const tell = (method: string, ...params: readonly (string | boolean)[]): Promise<string> =>
      call(socket, `supervisor.${method}`, ...params);
    await eventually('supervisord answers', () => tell('getState').then(Boolean, () => false));
    return {
      daemon: daemon.pid ?? NaN,
      start: () => tell('startProcessGroup', 'app', false),
      stop: () => tell('stopProcessGroup', 'app', true),
      list: () => tell('getAllProcessInfo'),
      pids: async () => pidsIn(await tell('getAllProcessInfo')),
      logs: () => Promise.resolve([`${log}-0`]),
      [Symbol.asyncDispose]: async () => {
        await tell('shutdown');
        await ended;
      },
    } satisfies Running;
  },
};

function pidsIn(answer: string): number[] {
  const pids = answer.matchAll(/<name>pid<\/name>\s*<value><int>(\d+)<\/int>/g);
  return [...pids].map(([, pid]) => Number(pid)).filter((pid) => pid > 0);
}

function configuration(job: Job, socket: string, log: string): string {
  const words = job.isScript ? [node, job.program, ...job.args] : [job.program, ...job.args];
  const environment = Object.entries(job.env).map(([name, value]) => `${name}="${value}"`);
  return `[unix_http_server]
file=${socket}
[supervisord]
logfile=${join(job.root, 'supervisord.log')}
pidfile=${join(job.root, 'supervisord.pid')}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[program:app]
command=${words.join(' ')}
directory=${job.folder}
numprocs=${job.instances}
process_name=%(program_name)s-%(process_num)d
autostart=false
stopsignal=INT
environment=${environment.join(',')}
stdout_logfile=${log}-%(process_num)d
stdout_logfile_maxbytes=0
redirect_stderr=true
`;
}
