import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import { nodeBinary } from '../nodes.ts';
import { freePort } from './freePort.ts';
import { repository, TestWorkspace } from './testWorkspace.ts';

const cli = join(repository, 'dist/cli.cjs');
/** What /bin/sh is on Debian, on Alpine, and on Red Hat's systems. */
const shells = ['/usr/bin/dash', '/usr/bin/busybox', '/usr/bin/bash'];
const options = { skip: canUnshare() ? false : 'process 1 needs Linux, and root for a namespace of its own' };

const server = `
const server = require('node:http').createServer((request, response) => {
  if (request.url !== '/slow') return response.end(String(process.pid));
  console.log('slow request');
  process.once('SIGINT', () => setTimeout(() => response.end('slow answer'), 100));
});
server.listen(Number(process.env.PORT), () => console.log('listening'));
process.once('SIGINT', () => server.close(() => process.exit(0)));
`;
/** Each grandchild outlives its parent until process 1 has inherited it, says so, and ends. */
const orphans = `
const orphan = '(while read -r _ _ _ parent _ < /proc/$BASHPID/stat; [ "$parent" != 1 ]; do :; done; echo inherited) & exit';
for (let count = 0; count < 5; count += 1) {
  require('node:child_process').spawn('/bin/bash', ['-c', orphan], { stdio: 'inherit' });
}
setInterval(() => {}, 1000);
`;
const config = (apps: string): string => `module.exports = { apps: [${apps}] };`;

/** `drover up` as process 1 of a PID namespace, with another program as /bin/sh. */
class Container {
  readonly child: ChildProcessWithoutNullStreams;
  #text = '';
  readonly #waiting = new Set<() => void>();
  readonly ended: Promise<number | null>;

  constructor(
    t: TestContext,
    workspace: TestWorkspace,
    options: { shell?: string; node?: string; args?: string[] },
  ) {
    const { shell = '/usr/bin/dash', node = process.execPath, args = [] } = options;
    const inside = `mount --bind ${shell} "$(readlink -f /bin/sh)" && exec "$@"`;
    this.child = spawn(
      'unshare',
      [
        ...['--pid', '--fork', '--mount-proc', '--mount', '--kill-child=SIGKILL'],
        ...['/bin/bash', '-c', inside, 'bash', node, cli, 'up', ...args],
      ],
      { cwd: workspace.folder, env: { ...workspace.env, DROVER_HOME: '' } },
    );
    t.after(() => this.child.kill('SIGKILL'));
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#text += text;
        for (const look of this.#waiting) look();
      });
    }
    this.ended = once(this.child, 'close').then(([code]) => {
      for (const look of this.#waiting) look();
      return code as number | null;
    });
  }

  get text(): string {
    return this.#text;
  }

  shows(text: string, times = 1): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.#text.split(text).length > times) resolve();
        else if (this.child.exitCode !== null) reject(new Error(`ended without "${text}":\n${this.#text}`));
        else return;
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The process that is 1 in there, by its pid out here. */
  get first(): number {
    const { pid = 0 } = this.child;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
  }

  /** How many processes in there have ended and were not reaped. */
  zombies(): number {
    const namespace = readlinkSync(`/proc/${this.first}/ns/pid`);
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isZombieOf(name, namespace)).length;
  }

  stop(): void {
    process.kill(this.first, 'SIGTERM');
  }
}

function isZombieOf(pid: string, namespace: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return (
      stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z') &&
      readlinkSync(`/proc/${pid}/ns/pid`) === namespace
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

function canUnshare(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return spawnSync('unshare', ['--pid', '--fork', '--mount-proc', '--mount', 'true']).status === 0;
}

function workspaceOf(port: number): TestWorkspace {
  const web = `{ name: 'web', script: 'server.js', instances: 2, kill_timeout: 60000, env: { PORT: '${port}' } }`;
  return new TestWorkspace({
    files: {
      'server.js': server,
      'orphans.js': orphans,
      'loop.js': 'throw new Error("no luck")',
      'ecosystem.config.js': config(`${web}, { name: 'orphans', script: 'orphans.js' }`),
      'loop.config.js': config(`{ name: 'loop', script: 'loop.js', max_restarts: 3 }`),
    },
  });
}

for (const shell of shells) {
  const skip = options.skip || (existsSync(shell) ? false : `${shell} is not installed`);
  test(
    `as process 1, by ${shell}, it reaps orphans, lets open requests finish and ends with 0`,
    { skip },
    async (t) => {
      const port = await freePort();
      await using workspace = workspaceOf(port);
      const container = new Container(t, workspace, { shell });
      await container.shows('listening', 2);
      await container.shows('inherited', 5);
      while (container.zombies() > 0) await immediate();
      const slow = fetch(`http://127.0.0.1:${port}/slow`, { headers: { connection: 'close' } });
      await container.shows('slow request');
      container.stop();
      assert.equal(await (await slow).text(), 'slow answer');
      assert.equal(await container.ended, 0);
      assert.doesNotMatch(container.text, /SIGKILL/);
    },
  );
}

test('as process 1 it ends with 1 when its app crashes again and again', options, async (t) => {
  await using workspace = workspaceOf(await freePort());
  const container = new Container(t, workspace, { args: ['loop.config.js'] });
  assert.equal(await container.ended, 1);
  assert.match(container.text, /Ends, because loop has failed/);
});

test(
  'as process 1 it says that orphans are not reaped where there is nothing to reap them',
  options,
  async (t) => {
    await using workspace = workspaceOf(await freePort());
    const container = new Container(t, workspace, { shell: '/dev/null' });
    await container.shows('Zombies of orphaned processes are not reaped, because there is no /bin/sh');
    await container.shows('inherited', 5);
    while (container.zombies() < 5) await immediate();
    await container.shows('listening', 2);
    container.stop();
    assert.equal(await container.ended, 0);
    assert.doesNotMatch(container.text, /Warning/);
  },
);

test('as process 1 of the oldest Node that can hand it over', options, async (t) => {
  await using workspace = workspaceOf(await freePort());
  const container = new Container(t, workspace, { node: nodeBinary(22), args: ['web'] });
  await container.shows('listening', 2);
  container.stop();
  assert.equal(await container.ended, 0);
  assert.doesNotMatch(container.text, /Zombies|Warning/);
});
