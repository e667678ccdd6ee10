import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { protocolVersion } from '../../src/protocol/contract.ts';
import type { EventParams } from '../../src/protocol/contract.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import { generationFile } from '../../src/protocol/rendezvous.ts';
import { platform } from '../supervisor/processes.ts';
import { until } from '../supervisor/testWorkspace.ts';
import { waitFor } from '../supervisor/waitFor.ts';
import type { Prove } from './fault.ts';
import { fault } from './fault.ts';
import { FaultedFolder } from './faultedFolder.ts';
import { generationOf } from './rawClient.ts';

const isRoot = process.getuid?.() === 0;
const needsRoot = isRoot ? false : 'giving a folder to another user needs root';

/** The next news from the supervisor, which comes after it was connected to. */
async function connectForNews(folder: FaultedFolder): Promise<EventParams<'notice'>> {
  folder.client = await folder.workspace.connect();
  return new Promise((resolve) => folder.client.onNotice(resolve));
}

/** Runs, and the supervisor is dead. The state that is there wants `web` and `bystander`; the one before also `api`. */
async function killedWithTwoStates(): Promise<FaultedFolder> {
  const folder = await FaultedFolder.running();
  await folder.stop('api');
  await folder.killSupervisor();
  return folder;
}

function stateFile(folder: FaultedFolder, name = 'state.json'): string {
  return join(folder.workspace.location.stateDir, name);
}

/** What is wanted is what the state before the damaged one says, and the damaged one is kept as it was. */
async function proveSetAside(folder: FaultedFolder, prove: Prove, damaged: Buffer): Promise<void> {
  const before = JSON.parse(readFileSync(stateFile(folder, 'state.previous.json'), 'utf8')) as {
    apps: { name: string; wanted: boolean }[];
  };
  const { problem } = await connectForNews(folder);
  assert.equal(problem.code, 'state-previous');
  assert.match(describeProblem(problem), /damaged and has been set aside as ".+"; the one before it is used/);
  prove('sentence');
  assert.deepEqual(readFileSync(problem.data['path'] ?? ''), damaged);
  prove('files');
  await folder.client.request('files/load', { env: folder.workspace.env });
  for (const { name, wanted } of before.apps) {
    if (!wanted) continue;
    await until(folder.client, () => folder.instances(name).some(({ status }) => status === 'online'));
  }
  await until(folder.client, () => folder.instances('web').every(({ status }) => status === 'online'));
  prove('guarantee');
  await folder.assertShown('web');
  prove('state');
}

fault('state truncated', async (prove) => {
  for (const eighth of [1, 3, 5, 7]) {
    await using folder = await killedWithTwoStates();
    const path = stateFile(folder);
    truncateSync(path, Math.floor((readFileSync(path).length * eighth) / 8));
    await proveSetAside(folder, prove, readFileSync(path));
  }
});

fault('state empty', async (prove) => {
  await using folder = await killedWithTwoStates();
  truncateSync(stateFile(folder), 0);
  await proveSetAside(folder, prove, Buffer.alloc(0));
});

fault('state of another shape', async (prove) => {
  const texts = [
    '[]',
    'null',
    '{"version":99,"boot":"","apps":[],"processes":[]}',
    '{"version":1,"apps":{}}',
  ];
  for (const text of texts) {
    await using folder = await killedWithTwoStates();
    writeFileSync(stateFile(folder), text);
    await proveSetAside(folder, prove, Buffer.from(text));
  }
});

fault('state unreadable', async (prove) => {
  await using folder = await killedWithTwoStates();
  unlinkSync(stateFile(folder));
  mkdirSync(stateFile(folder));
  const { problem } = await connectForNews(folder);
  assert.match(describeProblem(problem), /set aside as/);
  assert.ok(existsSync(problem.data['path'] ?? ''));
  prove('sentence', 'guarantee');
  await folder.client.request('files/load', { env: folder.workspace.env });
  await folder.start('all');
  await folder.assertShown('web');
  prove('start');
});

fault('saved apps damaged', async (prove) => {
  await using folder = await FaultedFolder.running();
  const { path } = await folder.client.request('state/save', {});
  await folder.client.request('state/save', {});
  await folder.stop('all');
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 100));
  const told: string[] = [];
  folder.client.onNotice(({ problem }) => told.push(describeProblem(problem)));
  await folder.client.request('state/resurrect', { wait: true });
  assert.match(told.join(), /damaged and has been set aside as ".+"; the one before it is used/);
  prove('sentence', 'guarantee');
  await folder.online('web', 2);
  await folder.assertShown('web');
  prove('state');
});

fault(
  'state of others',
  async (prove) => {
    await using folder = await FaultedFolder.running();
    const { stateDir } = folder.workspace.location;
    await folder.client.request('shutdown', {});
    await waitFor('its end', () => platform.startTime(folder.client.supervisor.pid) === null);
    chownSync(stateDir, 65_534, 65_534);
    try {
      await assert.rejects(folder.workspace.connect(), /belongs to another user/);
    } finally {
      chownSync(stateDir, 0, 0);
    }
    prove('sentence', 'guarantee');
  },
  { skip: needsRoot },
);

/** A process of somebody else, whose end is noticed. */
async function stranger(): Promise<{ pid: number; assertAlive(): void } & Disposable> {
  const child = spawn('sleep', ['600'], { detached: true });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  return {
    pid,
    assertAlive: () => assert.notEqual(platform.startTime(pid), null, 'the stranger lives'),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

fault('foreign pid in the lock', async (prove) => {
  await using folder = await FaultedFolder.running();
  using other = await stranger();
  const { location } = folder.workspace;
  await folder.killSupervisor();
  const owner = {
    pid: other.pid,
    start: '1',
    boot: platform.bootId(),
    token: 'x'.repeat(64),
    protocol: protocolVersion,
  };
  writeFileSync(join(location.runtimeDir, generationFile(generationOf(location))), JSON.stringify(owner));
  await folder.connectAgain();
  other.assertAlive();
  prove('guarantee');
  await folder.online('web', 2);
  await folder.assertShown('web');
  prove('state');
  await folder.stop('all');
  await folder.assertStartsAgain(prove);
  other.assertAlive();
});

interface KeptState {
  boot: string;
  processes: { pid: number; start: string; ownGroup: boolean }[];
}

/** Kills the supervisor and everything that runs, and changes what it has written. */
async function changeState(folder: FaultedFolder, change: (state: KeptState) => void): Promise<void> {
  await folder.killSupervisor();
  const state = JSON.parse(readFileSync(stateFile(folder), 'utf8')) as KeptState;
  change(state);
  writeFileSync(stateFile(folder), JSON.stringify(state));
}

fault('pid reused', async (prove) => {
  await using folder = await FaultedFolder.running();
  using other = await stranger();
  await changeState(folder, (state) => {
    state.processes = [
      { pid: other.pid, start: '12345', ownGroup: true },
      { pid: process.pid, start: '', ownGroup: true },
    ];
  });
  await folder.connectAgain();
  await folder.online('web', 2);
  other.assertAlive();
  prove('guarantee');
  await folder.assertShown('web');
  prove('state');
  await folder.stop('all');
  await folder.assertStartsAgain(prove);
  other.assertAlive();
});

fault('power loss', async (prove) => {
  await using folder = await FaultedFolder.running();
  using other = await stranger();
  await changeState(folder, (state) => {
    state.boot = 'a boot before this one';
    state.processes = [{ pid: other.pid, start: platform.startTime(other.pid) ?? '', ownGroup: true }];
  });
  await folder.connectAgain();
  for (const [app, count] of [
    ['web', 2],
    ['api', 2],
    ['bystander', 1],
  ] as const)
    await folder.online(app, count);
  other.assertAlive();
  prove('guarantee');
  await folder.assertShown('web');
  prove('state');
  folder.assertWholeState();
  prove('files');
});

fault('all windows closed', async (prove) => {
  const order = "require('node:fs').appendFileSync('stopped', process.env.name + ' ');";
  const script = `process.on('SIGINT', () => { ${order} process.exit(0); }); setInterval(() => undefined, 1000); process.send('ready');`;
  const app = (name: string, depends_on: string[]) => ({
    name,
    script: 'order.js',
    wait_ready: true,
    depends_on,
    env: { name },
  });
  await using folder = await FaultedFolder.running({
    leaseSeconds: 1,
    files: { 'order.js': script },
    apps: [app('database', []), app('service', ['database']), app('front', ['service'])],
  });
  const { pid } = folder.client.supervisor;
  folder.client.dispose();
  await waitFor('the end of the supervisor', () => platform.startTime(pid) === null);
  const stopped = readFileSync(join(folder.workspace.folder, 'stopped'), 'utf8').trim().split(' ');
  assert.deepEqual(stopped, ['front', 'service', 'database']);
  prove('guarantee');
  assert.deepEqual(await folder.workspace.survivors(), []);
  prove('orphans');
  folder.assertWholeState();
  prove('files');
  await folder.connectAgain();
  await folder.assertNothingLeft(prove);
});

fault('window back within the lease', async (prove) => {
  await using folder = await FaultedFolder.running();
  const before = folder.pids('web');
  folder.client.dispose();
  folder.client = await folder.workspace.connect();
  folder.assertBystander();
  prove('siblings');
  assert.deepEqual(folder.pids('web'), before);
  await folder.assertShown('web');
  prove('guarantee', 'state');
});
