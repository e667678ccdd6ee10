import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem } from '../../src/protocol/problems.ts';
import { until } from '../supervisor/testWorkspace.ts';
import { waitFor } from '../supervisor/waitFor.ts';
import type { Prove } from './fault.ts';
import { fault } from './fault.ts';
import { FaultedFolder } from './faultedFolder.ts';
import { nextFile } from './memoryOf.ts';
import { SmallDisk, noDisks } from './smallDisk.ts';
import { preloaded, wrappedNode } from './wrappedNode.ts';

const logger = `
let count = 0;
// More than there may be left of the last page of a full disk.
process.on('SIGUSR2', () => console.log('line ' + ++count + ' ' + 'x'.repeat(5000)));
setInterval(() => undefined, 1000);
process.send('ready');
`;

/** Sentences that the supervisor tells, as they come. */
function listen(folder: FaultedFolder): string[] {
  const told: string[] = [];
  folder.client.onNotice(({ problem }) => told.push(describeProblem(problem)));
  return told;
}

async function proveServing(folder: FaultedFolder, prove: Prove): Promise<void> {
  folder.assertBystander();
  prove('siblings');
  await folder.assertShown('web');
  await folder.assertShown('api');
  prove('state');
}

const isFull = /ENOSPC|no space/i;

fault(
  'disk full for the state',
  async (prove) => {
    await using folder = await FaultedFolder.running();
    const told = listen(folder);
    const { stateDir } = folder.workspace.location;
    using disk = new SmallDisk(stateDir, { copy: true });
    const fill = disk.fill();
    await folder.stop('api');
    await folder.client.request('apps/scale', { targets: ['web'], instances: 3, wait: true });
    await folder.online('web', 3);
    await waitFor('the news', () => told.length > 0);
    assert.match(told.join(), isFull);
    await folder.start('api');
    await folder.stop('api');
    assert.equal(told.length, 1);
    prove('sentence');
    folder.assertWholeState();
    await proveServing(folder, prove);
    fill.remove();
    const saved = (): string => readFileSync(join(stateDir, 'state.json'), 'utf8');
    await waitFor('the state, though nothing changes', () => saved().includes('"scaled":3'));
    prove('guarantee');
    await folder.killSupervisor();
    prove('files');
    await folder.connectAgain();
    await folder.online('web', 3);
    assert.ok(folder.instances('api').every(({ status }) => status === 'stopped'));
    await folder.assertStartsAgain(prove);
  },
  { skip: noDisks },
);

fault(
  'disk full for logs',
  async (prove) => {
    const apps = [{ name: 'logger', script: 'logger.js', wait_ready: true, out_file: 'logs/out.log' }];
    await using folder = await FaultedFolder.open({ apps, files: { 'logger.js': logger } });
    const logs = join(folder.workspace.folder, 'logs');
    mkdirSync(logs);
    using disk = new SmallDisk(logs);
    await folder.startAll();
    const told = listen(folder);
    const pid = folder.pid('logger');
    const id = folder.instances('logger')[0]?.id ?? '';
    const lines = async (): Promise<string[]> => {
      const { lines: read } = await folder.client.request('logs/read', { instance: id, lines: 100 });
      return read.map(({ text }) => text.replace(/ x+$/, ''));
    };
    const say = async (line: string): Promise<void> => {
      process.kill(pid, 'SIGUSR2');
      await waitFor(line, async () => (await lines()).includes(line));
    };
    const path = join(logs, 'out.log');
    // It is there with its first line.
    const file = (): string =>
      existsSync(path) ? readFileSync(path, 'utf8').replaceAll(/ x{5000}$/gm, '') : '';
    await say('line 1');
    await waitFor('the first line in the file', () => file() === 'line 1\n');
    const fill = disk.fill();
    await say('line 2');
    await waitFor('the news', () => told.length > 0);
    assert.match(told.join(), /log file ".+out\.log" could not be written: .+ Lines are kept in memory/);
    prove('sentence');
    fill.remove();
    let count = 2;
    // A file that failed is tried again after five seconds, with the next line.
    await waitFor('a line in the file again', async () => {
      count += 1;
      await say(`line ${count}`);
      return file().endsWith(`line ${count}\n`);
    });
    // The disk may have taken the beginning of one; the next one begins a line of its own all the same.
    const mixed = file()
      .split('\n')
      .filter((line) => line !== '' && !/^line \d+( x+)?$/.test(line));
    assert.deepEqual(mixed, []);
    assert.equal(folder.pid('logger'), pid);
    prove('guarantee');
    await proveServing(folder, prove);
  },
  { skip: noDisks },
);

fault(
  'disk full at the start',
  async (prove) => {
    await using folder = await FaultedFolder.running();
    await folder.killSupervisor();
    const { stateDir, runtimeDir } = folder.workspace.location;
    const before = readFileSync(join(stateDir, 'state.json'), 'utf8');
    using state = new SmallDisk(stateDir, { copy: true });
    using runtime = new SmallDisk(runtimeDir, { copy: true });
    const fills = [state.fill(), runtime.fill()];
    await assert.rejects(folder.workspace.connect(), /could not be started: [^]*(ENOSPC|no space)/i);
    prove('sentence');
    assert.equal(readFileSync(join(stateDir, 'state.json'), 'utf8'), before);
    prove('files');
    for (const fill of fills) fill.remove();
    await folder.connectAgain();
    await folder.online('web', 2);
    prove('guarantee');
    await folder.assertStartsAgain(prove);
  },
  { skip: noDisks },
);

fault(
  'folder read-only',
  async (prove) => {
    const apps = [
      {
        name: 'logger',
        script: 'logger.js',
        wait_ready: true,
        out_file: 'logs/out.log',
        pid_file: 'logs/logger.pid',
      },
    ];
    await using folder = await FaultedFolder.open({ apps, files: { 'logger.js': logger } });
    using disk = new SmallDisk(folder.workspace.folder, { copy: true });
    disk.makeReadOnly();
    const told = listen(folder);
    await folder.startAll();
    process.kill(folder.pid('logger'), 'SIGUSR2');
    await waitFor('the news', () =>
      told.some((sentence) => /log file .+ could not be written/.test(sentence)),
    );
    prove('sentence', 'guarantee');
    await proveServing(folder, prove);
    await folder.assertNothingLeft(prove);
    disk.makeWritable();
  },
  { skip: noDisks },
);

fault(
  'state read-only',
  async (prove) => {
    await using folder = await FaultedFolder.running();
    const told = listen(folder);
    using disk = new SmallDisk(folder.workspace.location.stateDir, { copy: true });
    disk.makeReadOnly();
    await folder.stop('api');
    await folder.start('api');
    await waitFor('the news', () => told.some((sentence) => /could not be written down/.test(sentence)));
    prove('sentence', 'guarantee');
    await proveServing(folder, prove);
    folder.assertWholeState();
    prove('files');
    disk.makeWritable();
  },
  { skip: noDisks },
);

/** With prlimit, from util-linux. */
function limit(pid: number, what: string): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), what]);
  assert.equal(status, 0, String(stderr));
}
const noLimits = spawnSync('prlimit', ['--version']).error === undefined ? false : 'there is no prlimit here';

fault(
  'file descriptors exhausted',
  async (prove) => {
    await using folder = await FaultedFolder.running({
      apps: [{ name: 'late', script: 'server.js', env: { WEB_PORT: 0, name: 'late' } }],
    });
    await folder.stop('late');
    const { pid } = folder.client.supervisor;
    const told = listen(folder);
    const before = /^Max open files +(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1] ?? '';
    limit(pid, `--nofile=${nextFile(pid)}:`);
    const { outcomes } = await folder.client.request('apps/start', {
      targets: ['late'],
      env: folder.workspace.env,
      wait: true,
    });
    const [outcome] = outcomes;
    assert.equal(outcome?.ok, false);
    const sentence = outcome.problem === null ? '' : describeProblem(outcome.problem);
    assert.match(`${sentence} ${told.join(' ')}`, /EMFILE|too many open files/i);
    prove('sentence');
    folder.assertBystander();
    prove('siblings');
    limit(pid, `--nofile=${before}:`);
    await folder.start('late');
    const other = await folder.workspace.connect();
    assert.equal(other.supervisor.pid, pid);
    other.dispose();
    prove('guarantee');
    await folder.assertShown('web');
    await folder.assertShown('late');
    prove('state');
    await folder.assertStartsAgain(prove);
    await folder.stop('all');
    assert.deepEqual(await folder.workspace.survivors(), []);
    prove('orphans');
  },
  { skip: noLimits },
);

const noNamespaces =
  spawnSync('unshare', ['-Ur', 'true']).status === 0 ? false : 'user namespaces are not allowed here';

fault(
  'inotify exhausted',
  async (prove) => {
    const own = mkdtempSync(join(tmpdir(), 'drover-fault-'));
    try {
      // In a user namespace of its own, whose limit is nobody else's.
      const watches = 'exec unshare -Ur sh -c \'echo 1 > /proc/sys/user/max_inotify_watches; exec "$@"\' sh';
      const nodePath = join(own, 'few-watches');
      writeFileSync(nodePath, `#!/bin/sh\n${watches} '${process.execPath}' "$@"\n`);
      chmodSync(nodePath, 0o755);
      const apps = [{ name: 'watched', script: 'src/watched.js', watch: ['src'], wait_ready: true }];
      const script = "setInterval(() => undefined, 1000); process.send('ready');";
      await using folder = await FaultedFolder.open({ nodePath, apps, files: { 'src/watched.js': script } });
      const told = listen(folder);
      await folder.startAll();
      await waitFor('the news', () => told.length > 0);
      assert.match(told.join(), /looked at once a second, because no more folders can be watched/);
      prove('sentence');
      const before = folder.pid('watched');
      folder.workspace.write('src/watched.js', `${script}\n// changed`);
      await until(folder.client, () => ![null, before].includes(folder.instances('watched')[0]?.pid ?? null));
      await folder.online('watched', 1);
      prove('guarantee');
      await proveServing(folder, prove);
    } finally {
      rmSync(own, { recursive: true });
    }
  },
  { skip: noNamespaces },
);

/** Shifts what Date says by the milliseconds in a file, which SIGUSR2 has it read. */
const shift = (file: string): string => `
const { readFileSync } = require('node:fs');
let offset = 0;
const RealDate = Date;
const now = RealDate.now;
process.on('SIGUSR2', () => (offset = Number(readFileSync(${JSON.stringify(file)}, 'utf8'))));
RealDate.now = () => now() + offset;
globalThis.Date = class extends RealDate {
  constructor(...given) { super(...(given.length === 0 ? [now() + offset] : given)); }
};
`;

for (const [id, hours] of [
  ['clock set back', -1],
  ['clock set forward', 24],
] as const) {
  fault(id, async (prove) => {
    const own = mkdtempSync(join(tmpdir(), 'drover-fault-'));
    try {
      const offset = join(own, 'offset');
      writeFileSync(offset, '0');
      const nodePath = wrappedNode(own, { options: preloaded(own, 'shift.cjs', shift(offset)) });
      const idle = { script: 'idle.js', wait_ready: true };
      const apps = [
        { ...idle, name: 'hourly', cron_restart: '0 * * * *' },
        { ...idle, name: 'steady', max_restarts: 1, min_uptime: 300 },
      ];
      const files = { 'idle.js': "setInterval(() => undefined, 1000); process.send('ready');" };
      await using folder = await FaultedFolder.running({ nodePath, apps, files });
      const before = ['web', 'api', 'steady'].map((app) => folder.pids(app));
      writeFileSync(offset, String(hours * 3_600_000));
      process.kill(folder.client.supervisor.pid, 'SIGUSR2');
      // Each run is longer than min_uptime, so none of the ends counts towards being given up.
      for (let round = 0; round < 3; round += 1) {
        const pid = folder.pid('steady');
        await new Promise((resolve) => setTimeout(resolve, 350));
        if (round === 0)
          assert.deepEqual(
            ['web', 'api', 'steady'].map((app) => folder.pids(app)),
            before,
          );
        await folder.kill(pid);
        await until(folder.client, () => ![null, pid].includes(folder.instances('steady')[0]?.pid ?? null));
        await folder.online('steady', 1);
      }
      const { restarts } = folder.instances('hourly')[0] ?? {};
      assert.ok((restarts ?? 9) <= 1, `${restarts} restarts by cron`);
      prove('guarantee');
      await proveServing(folder, prove);
      await folder.assertNothingLeft(prove);
    } finally {
      rmSync(own, { recursive: true });
    }
  });
}

fault('port of a stranger', async (prove) => {
  const givesUp = { max_restarts: 2, min_uptime: 5000 };
  await using folder = await FaultedFolder.open({ web: givesUp, api: givesUp });
  for (const [app, port] of [
    ['web', folder.webPort],
    ['api', folder.apiPort],
  ] as const) {
    const stranger = createServer().listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    try {
      const problem = (): string => {
        const told = folder.instances(app).find((one) => one.problem !== null)?.problem ?? null;
        return told === null ? '' : describeProblem(told);
      };
      const { outcomes } = await folder.client.request('apps/start', {
        targets: [app],
        env: folder.workspace.env,
        wait: true,
      });
      const sentences = outcomes.map((one) => (one.problem === null ? '' : describeProblem(one.problem)));
      await waitFor('who holds it', () =>
        [...sentences, problem()].some((one) => one.includes(`process ${process.pid}`)),
      );
      assert.ok(stranger.listening);
    } finally {
      stranger.close();
      await once(stranger, 'close');
    }
    await folder.stop(app);
    await folder.start(app);
  }
  prove('sentence', 'guarantee');
  await folder.startAll();
  folder.assertBystander();
  prove('siblings');
  await folder.assertStartsAgain(prove);
  await folder.stop('all');
  assert.deepEqual(await folder.workspace.survivors(), []);
  prove('orphans');
});
