import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TestWorkspace } from '../../supervisor/testWorkspace.ts';
import type { Role } from '../figures.ts';
import { startPeer } from '../peer.ts';
import type { Project } from './project.ts';

/** Something that restarts the server of a project when its file is saved. */
export interface Contender {
  readonly name: string;
  readonly role: Role;
  /** A file that it needs; without that it does not take part. Every machine has what is not named. */
  readonly needs?: string;
  readonly start: (project: Project) => Promise<AsyncDisposable>;
}

const node = process.execPath;
const uvicorn = '/usr/bin/uvicorn';
const nodemon = path('node_modules/nodemon/bin/nodemon.js');
const tsx = path('.cache/tsx/node_modules/tsx/dist/cli.mjs');
const pm2 = path('.cache/peers/node_modules/pm2/bin/pm2');
const floor = path('test/bench/watch/floor.ts');

const asgi = ['server:app', '--port'];

export const nodeContenders: readonly Contender[] = [
  { name: 'floor', role: 'floor', start: (project) => command(project, node, [floor, node, 'server.js']) },
  drover('Drover, DEV_MODE', { script: 'server.js', dev: { swap: false } }),
  drover('Drover, DEV_MODE, cluster swap', { script: 'server.js', exec_mode: 'cluster' }),
  {
    name: 'node --watch',
    role: 'peer',
    start: (project) => command(project, node, ['--watch', '--watch-preserve-output', 'server.js']),
  },
  {
    name: 'nodemon',
    role: 'peer',
    needs: nodemon,
    start: (project) => command(project, node, [nodemon, '--quiet', 'server.js']),
  },
  {
    name: 'tsx watch',
    role: 'peer',
    needs: tsx,
    start: (project) => command(project, node, [tsx, 'watch', '--clear-screen=false', 'server.js']),
  },
  { name: 'pm2 --watch', role: 'peer', needs: pm2, start: startPm2 },
];

export const pythonContenders: readonly Contender[] = [
  {
    name: 'floor',
    role: 'floor',
    needs: uvicorn,
    start: (project) => command(project, node, [floor, uvicorn, ...asgi, String(project.port)]),
  },
  {
    ...drover('Drover, DEV_MODE', { script: uvicorn, args: 'server:app', interpreter: 'none' }),
    needs: uvicorn,
  },
  {
    name: 'uvicorn --reload',
    role: 'peer',
    needs: uvicorn,
    start: (project) => command(project, uvicorn, [...asgi, String(project.port), '--reload']),
  },
];

/** `options` are those of the app in the ecosystem file. */
function drover(name: string, options: Readonly<Record<string, unknown>>): Contender {
  return {
    name,
    role: 'drover',
    start: async (project) => {
      const app = { name: 'web', env: project.env, wait_ready: project.bootMs > 0, ...options };
      const isNode = project.source.file.endsWith('.js');
      const apps = [isNode ? app : { ...app, port: project.port }];
      writeFileSync(join(project.folder, 'ecosystem.json'), JSON.stringify({ apps }));
      const workspace = new TestWorkspace({ folder: project.folder });
      const client = await workspace.load();
      const start = { targets: ['web'], dev: true, env: workspace.env, wait: true };
      const { outcomes } = await client.request('apps/start', start);
      assert.deepEqual(
        outcomes.map(({ problem }) => problem),
        [null],
      );
      return workspace;
    },
  };
}

function command(project: Project, file: string, args: readonly string[]): Promise<AsyncDisposable> {
  return Promise.resolve(startPeer({ file, args, cwd: project.folder, env: project.env, log: project.log }));
}

/** With a daemon of its own. */
async function startPm2(project: Project): Promise<AsyncDisposable> {
  const run = promisify(execFile);
  const home = join(project.outside, 'pm2');
  const env = { ...process.env, ...project.env, PM2_HOME: home, PM2_DISABLE_VERSION_CHECK: 'true' };
  const at = { cwd: project.folder, env };
  const ready = project.bootMs > 0 ? ['--wait-ready'] : [];
  await run(node, [pm2, 'start', 'server.js', '--watch', ...ready], at);
  return {
    [Symbol.asyncDispose]: async () => {
      await run(node, [pm2, 'kill'], at);
    },
  };
}

/** Those that can take part, and a sentence for each that cannot. */
export function present(contenders: readonly Contender[]): {
  readonly contenders: readonly Contender[];
  readonly absent: readonly string[];
} {
  const isHere = ({ needs }: Contender): boolean => needs === undefined || existsSync(needs);
  return {
    contenders: contenders.filter(isHere),
    absent: contenders
      .filter((contender) => !isHere(contender))
      .map(({ name, needs }) => `${name} did not take part: there is no ${needs ?? ''}.`),
  };
}

function path(inRepository: string): string {
  return fileURLToPath(new URL(`../../../${inRepository}`, import.meta.url));
}
