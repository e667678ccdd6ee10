import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { uvicornPath } from '../../scripts/install/systemTools.ts';
import { connectSupervisor } from '../../src/client/connect.ts';
import type { AppInfo, InstanceInfo } from '../../src/protocol/model.ts';
import { repository, TestWorkspace } from './testWorkspace.ts';
import { lockExamplePorts } from './examplePorts.ts';

await lockExamplePorts();

/** The lines of docs/from-pm2.md that are run, by the heading above their table. */
function readLines(): ReadonlyMap<string, readonly string[]> {
  const page = readFileSync(join(repository, 'docs/from-pm2.md'), 'utf8');
  const sections = page.split('\n## ').slice(1);
  return new Map(
    sections.map((section) => {
      const [heading = ''] = section.split('\n');
      const rows = section.split('\n').filter((line) => line.startsWith('|'));
      const cells = rows.slice(2).map((row) => row.split(/(?<!\\)\|/)[2]?.trim() ?? '');
      return [heading, cells.map((cell) => cell.replaceAll('\\|', '|').replace(/^`|`$/g, ''))];
    }),
  );
}

const sections = readLines();

type Listed = Pick<AppInfo, 'name' | 'runMode'> & { readonly instances: readonly InstanceInfo[] };

/** What is looked at after a line: what it printed, and the apps before and after it. */
interface Seen {
  readonly out: string;
  readonly before: readonly Listed[];
  readonly after: readonly Listed[];
}

type Check = (seen: Seen) => void;

/** Runs the lines of a section one after another, as a shell in `folder` does. */
/** A line that takes longer hangs. */
const longestMs = 45_000;

class Scene {
  readonly #workspace: TestWorkspace;
  readonly #env: NodeJS.ProcessEnv;
  readonly #inBackground: (() => Promise<void>)[] = [];

  constructor(workspace: TestWorkspace) {
    this.#workspace = workspace;
    this.#env = {
      ...workspace.env,
      DROVER_HOME: '',
      DROVER_NODE: process.execPath,
      PATH: `${join(repository, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    };
  }

  /** To its end, which is to be a good one. */
  async run(line: string, cwd = this.#workspace.folder): Promise<string> {
    const child = spawn('bash', ['-c', line], {
      cwd,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestMs,
    });
    const closed = once(child, 'close') as Promise<[number | null]>;
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    assert.equal(code, 0, `${line}\n${out}${err}`);
    return out;
  }

  /** Until it has written this, then it is ended; with `stays` only by `close`. In a terminal where it needs one. */
  async runUntil(line: string, shows: RegExp, { inTerminal = false, stays = false } = {}): Promise<void> {
    const [file, args] = inTerminal
      ? ['script', ['-qfec', `stty cols 100 rows 30; exec ${line}`, '/dev/null']]
      : ['bash', ['-c', `exec ${line}`]];
    const child = spawn(file, args, {
      cwd: this.#workspace.folder,
      env: { ...this.#env, TERM: 'xterm-256color' },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(stays ? {} : { timeout: longestMs, killSignal: 'SIGKILL' }),
    });
    const closed = once(child, 'close');
    let seen = '';
    await new Promise<void>((resolve, reject) => {
      const look = (chunk: Buffer): void => {
        seen += chunk.toString();
        if (shows.test(seen)) resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      closed.then(() => reject(new Error(`${line} has ended: ${seen}`)), reject);
    });
    const end = async (): Promise<void> => {
      // Full-screen views end by their key, everything else as a container ends it.
      if (inTerminal) child.stdin.write('q');
      else child.kill('SIGTERM');
      const [code] = (await closed) as [number | null];
      assert.equal(code, 0, `${line}\n${seen}`);
    };
    if (stays) this.#inBackground.push(end);
    else await end();
  }

  /** As the supervisor knows them; none where none runs. */
  async apps(): Promise<readonly Listed[]> {
    const { folder, location } = this.#workspace;
    const client = await connectSupervisor({ folder, location, kind: 'test', start: null });
    if (client === null) return [];
    const { apps, instances } = client.snapshot;
    client.dispose();
    return apps.map((app) => ({ ...app, instances: instances.filter((one) => one.app === app.id) }));
  }

  async close(): Promise<void> {
    for (const end of this.#inBackground) await end();
    await this.run('drover kill');
  }
}

interface Section {
  readonly heading: string;
  readonly example: string;
  readonly prepare?: (workspace: TestWorkspace) => void;
  /** What each line does. */
  readonly checks: Readonly<Record<string, Check>>;
  /** Lines that stay in the foreground, and what they show. */
  readonly foreground?: Readonly<Record<string, { shows: RegExp; inTerminal?: boolean; stays?: boolean }>>;
  /** Lines for another folder, relative to the project. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly skip?: string | false;
}

const named = (apps: readonly Listed[], name: string): Listed => {
  const found = apps.find((app) => app.name === name);
  assert.ok(found, `there is no ${name}`);
  return found;
};
const pidsOf = (apps: readonly Listed[], name: string) => named(apps, name).instances.map(({ pid }) => pid);
const has =
  (name: string, count: number): Check =>
  ({ after }) => {
    assert.equal(pidsOf(after, name).filter((pid) => pid !== null).length, count, name);
  };
const isDown =
  (name: string): Check =>
  ({ after }) => {
    assert.deepEqual(
      pidsOf(after, name).filter((pid) => pid !== null),
      [],
    );
  };
const isGone =
  (name: string): Check =>
  ({ after }) => {
    assert.ok(after.every((app) => app.name !== name));
  };
const says =
  (pattern: RegExp): Check =>
  ({ out }) =>
    assert.match(out, pattern);
/** The instances at these places have new processes, and no other. */
const renews =
  (name: string, ...places: readonly number[]): Check =>
  ({ before, after }) => {
    const [old, now] = [pidsOf(before, name), pidsOf(after, name)];
    const renewed = [...now.keys()].filter((place) => now[place] !== null && now[place] !== old[place]);
    assert.deepEqual(renewed, places);
  };
const isDev =
  (name: string, dev: boolean): Check =>
  ({ after }) => {
    assert.equal(named(after, name).runMode, dev ? 'dev' : 'normal');
  };
const both =
  (...checks: readonly Check[]): Check =>
  (seen) => {
    for (const check of checks) check(seen);
  };

const cores = availableParallelism();

const all: readonly Section[] = [
  {
    heading: 'A PM2 cluster in a container',
    example: 'pm2-cluster',
    checks: { 'drover export compose': says(/^services:\n {2}kromosynth-render:/m) },
    foreground: {
      'drover up': { shows: /kromosynth-render/, stays: true },
      'drover monit': { shows: /kromosynth-render/, inTerminal: true },
    },
  },
  {
    heading: 'PMDaemon: one port for each instance',
    example: 'pmdaemon-ports',
    prepare: (workspace) => {
      // One file of the three, and the programs that PMDaemon's documentation names.
      for (const name of ['ecosystem.toml', 'ecosystem.yaml']) rmSync(join(workspace.folder, name));
      for (const name of ['cpu-heavy.js', 'io-app.js', 'app.js'])
        workspace.write(name, 'setInterval(Date, 1000);');
    },
    checks: {
      'drover start "node server.js" --name web-app --instances 4': has('web-app', 4),
      'drover list': says(/web-app-3 +(online|launching)/),
      'drover stop web-app-1': ({ after }) => assert.equal(pidsOf(after, 'web-app')[1], null),
      'drover restart web-app-1': renews('web-app', 1),
      'drover restart web-app-2': renews('web-app', 2),
      'drover restart web-app': renews('web-app', 0, 1, 2, 3),
      'drover logs web-app-1 --lines 50 --nostream': says(/web-app-1 \| Instance 1 starting on port 3000/),
      'curl -sf -H "Authorization: Bearer $(drover web --show-token)" http://localhost:9615/api/processes':
        says(/"name":"web-app-3"/),
      'curl -sf -H "Authorization: Bearer $(drover web --show-token)" http://localhost:9615/api/processes/web-app-1':
        ({ out, after }) => {
          const { success, data } = JSON.parse(out) as {
            success: boolean;
            data: { name: string; pid: number };
          };
          assert.deepEqual([success, data.name, data.pid], [true, 'web-app-1', pidsOf(after, 'web-app')[1]]);
        },
      'drover stop web-app': isDown('web-app'),
      'drover delete web-app': isGone('web-app'),
      'drover start ecosystem.json': both(has('api-cluster', 3), has('health-checked-cluster', 3)),
      'drover start "node cpu-heavy.js" --instances $(nproc)': has('cpu-heavy', cores),
      'drover start "node io-app.js" --instances 2': has('io-app', 2),
      'drover start "node app.js" --max-memory 256M --instances 4': has('app', 4),
      'drover export nginx ecosystem.json': says(/server 127\.0\.0\.1:3002/),
      'drover export haproxy ecosystem.json': says(/server \S+ 127\.0\.0\.1:3002/),
      'drover export kubernetes ecosystem.json': says(/^kind: Deployment$/m),
    },
    foreground: {
      'drover monit': { shows: /web-app/, inTerminal: true },
      'drover monit --interval 2': { shows: /web-app/, inTerminal: true },
      'drover web': { shows: /:9615/, stays: true },
      'drover up ecosystem.json': { shows: /api-cluster/ },
    },
  },
  {
    heading: 'A Node server, once and many times',
    example: 'node-cluster',
    prepare: ({ folder }) => cpSync(join(folder, 'server.js'), join(folder, 'index.js')),
    checks: {
      'drover --version': says(/^\d+\.\d+\.\d+$/m),
      'drover start primary.js': has('primary', 1),
      'drover start index.js -i 4 --wait': has('index', 4),
      'drover scale index +1': has('index', 5),
      'drover start index.js -i max': has('index', cores),
      'drover start index.js -i 0': has('index', cores),
    },
  },
  {
    heading: 'uvicorn with WORKERS and DEV_MODE',
    example: 'uvicorn-workers',
    skip: uvicornPath() === undefined && 'uvicorn is not installed',
    checks: {
      'WORKERS=8 drover start wavelet-api': has('wavelet-api', 8),
      'drover scale wavelet-api 2': has('wavelet-api', 2),
      'drover start wavelet-api-smp': has('wavelet-api-smp', 1),
      'drover start wavelet-api --dev': both(isDev('wavelet-api', true), has('wavelet-api', 1)),
      'DEV_MODE=true drover start wavelet-api': isDev('wavelet-api', true),
      'drover restart wavelet-api --no-dev': both(isDev('wavelet-api', false), has('wavelet-api', 2)),
      'drover list': says(/^wavelet-api-1 /m),
      'drover list --sort port': says(/^wavelet-api-1 /m),
      'drover stop wavelet-api': isDown('wavelet-api'),
      'drover start "uvicorn server.main:app --host 0.0.0.0 --port 8000 --workers 4" --name api': has(
        'api',
        4,
      ),
      'drover start api --dev': both(isDev('api', true), has('api', 1)),
    },
  },
  {
    heading: 'PM2, verb by verb',
    example: 'node-cluster',
    prepare: (workspace) => {
      workspace.write('console.js', `process.stdin.on('data', (text) => console.log('got ' + text));`);
      mkdirSync(join(workspace.folder, 'new'));
    },
    checks: {
      'drover start --wait': both(has('hello', 4), has('self-forking', 1)),
      'drover start ecosystem.config.js --only hello': renews('hello'),
      'drover start console.js --wait': has('console', 1),
      'drover ls': says(/^hello-3 +online/m),
      'drover list --sort memory:desc': says(/^console +online/m),
      'drover list --mini-list': says(/^name +status +cpu +memory$/m),
      'drover jlist': ({ out, after }) => {
        const [first] = JSON.parse(out) as { pid: number; pm_id: number; pm2_env: Record<string, unknown> }[];
        assert.deepEqual([first?.pm_id, first?.pm2_env['status']], [0, 'online']);
        assert.equal(first?.pid, pidsOf(after, 'hello')[0]);
      },
      'drover prettylist': says(/^ {4}"exec_mode": "cluster_mode",$|^ {6}"exec_mode": "cluster_mode",$/m),
      'drover describe hello-0': says(/^hello-0$/m),
      'drover env hello-0': says(/^NODE_APP_INSTANCE=0$/m),
      'drover pid hello': ({ out, after }) =>
        assert.deepEqual(out.trim().split('\n').map(Number), pidsOf(after, 'hello')),
      'drover id hello': says(/^0\n1\n2\n3\n$/),
      'drover logs hello --lines 50 --nostream': says(/^hello-0 \| \d+ started$/m),
      'drover logs --err --nostream': says(/^$/),
      'drover flush hello': says(/hello-3 are emptied/),
      'drover reloadLogs': says(/console are opened anew/),
      'drover restart hello --update-env --wait': renews('hello', 0, 1, 2, 3),
      'drover restart 0': renews('hello', 0),
      'drover reload hello': renews('hello', 0, 1, 2, 3),
      'drover scale hello +1': has('hello', 5),
      'drover reset all': ({ after }) =>
        assert.ok(after.every(({ instances }) => instances.every(({ restarts }) => restarts === 0))),
      'drover sendSignal SIGWINCH hello': says(/^SIGWINCH was sent to 5 instances\./),
      'drover send console status': ({ out }) => assert.equal(out, ''),
      'echo status | drover attach console --lines 0': ({ before, after }) =>
        assert.deepEqual(pidsOf(after, 'console'), pidsOf(before, 'console')),
      'drover inspect hello-0': says(/^hello-0 can be debugged at 127\.0\.0\.1:\d+\./),
      'drover startOrRestart ecosystem.config.js': renews('hello', 0, 1, 2, 3, 4),
      'drover startOrReload ecosystem.config.js': renews('hello', 0, 1, 2, 3, 4),
      'drover save': says(/^Saved .*hello/),
      'drover stop all': both(isDown('hello'), isDown('console')),
      'drover resurrect --wait': both(has('hello', 5), has('self-forking', 1), has('console', 1)),
      'drover cleardump': says(/is forgotten/),
      'drover update': both(has('hello', 5), has('console', 1), renews('console', 0)),
      'drover ping': says(/answers/),
      'drover report': says(/supervisor log/),
      'drover sysinfos': says(/"cpus": \d+/),
      'drover init simple': ({ out }) => assert.match(out, /^Wrote ecosystem\.config\.js with an example\./),
      'drover completion bash': says(/complete .* drover$/m),
      'drover export systemd': says(/^\[Service\]$/m),
      'drover start hello --dev': both(isDev('hello', true), has('hello', 1)),
      'drover delete console': isGone('console'),
      'drover kill': ({ after }) => assert.deepEqual(after, []),
    },
    elsewhere: { 'drover init simple': 'new' },
    foreground: { 'drover up ecosystem.config.js': { shows: /hello/ } },
  },
];

test('every table of docs/from-pm2.md that has command lines is run', () => {
  const withLines = [...sections].filter(([, lines]) => lines.length > 0).map(([heading]) => heading);
  assert.deepEqual(
    withLines,
    all.map(({ heading }) => heading),
  );
});

for (const { heading, example, prepare, checks, foreground = {}, elsewhere = {}, skip = false } of all) {
  test(`docs/from-pm2.md: ${heading}`, { skip }, async () => {
    const lines = sections.get(heading) ?? [];
    const known = [...Object.keys(checks), ...Object.keys(foreground)];
    assert.deepEqual(
      known.filter((line) => !lines.includes(line)),
      [],
      'is not in the page any more',
    );
    await using workspace = new TestWorkspace();
    cpSync(join(repository, 'examples', example), workspace.folder, { recursive: true });
    prepare?.(workspace);
    const scene = new Scene(workspace);
    try {
      for (const line of lines) {
        const stay = foreground[line];
        if (stay !== undefined) {
          await scene.runUntil(line, stay.shows, stay);
          continue;
        }
        const check = checks[line];
        assert.ok(check, `nothing is known of the line ${line}`);
        const before = await scene.apps();
        const cwd = join(workspace.folder, elsewhere[line] ?? '');
        assert.ok(existsSync(cwd));
        const out = await scene.run(line, cwd);
        check({ out, before, after: await scene.apps() });
      }
    } finally {
      await scene.close();
    }
  });
}
