import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { generationFile, socketFile } from '../../src/protocol/rendezvous.ts';
import { waitFor } from '../supervisor/waitFor.ts';
import { fault } from './fault.ts';
import { FaultedFolder } from './faultedFolder.ts';
import { generationOf } from './rawClient.ts';

const needsRoot = process.getuid?.() === 0 ? false : 'giving a folder to another user needs root';

fault(
  'runtime folder of others',
  async (prove) => {
    await using folder = await FaultedFolder.running();
    const { runtimeDir } = folder.workspace.location;
    const parent = dirname(runtimeDir);
    const give = (uid: number) => (): void => chownSync(runtimeDir, uid, uid);
    const open = (path: string, mode: number) => (): void => chmodSync(path, mode);
    const tricks: readonly [() => void, () => void, RegExp][] = [
      [give(65_534), give(0), /user/],
      [open(runtimeDir, 0o755), open(runtimeDir, 0o700), /others may enter|open to other/],
      [open(parent, 0o777), open(parent, 0o700), /others may enter|open to other/],
      [
        () => {
          renameSync(runtimeDir, `${runtimeDir}x`);
          symlinkSync(`${runtimeDir}x`, runtimeDir);
        },
        () => {
          unlinkSync(runtimeDir);
          renameSync(`${runtimeDir}x`, runtimeDir);
        },
        /not a folder/,
      ],
    ];
    const before = folder.client.supervisor.pid;
    for (const [play, undo, sentence] of tricks) {
      play();
      try {
        await assert.rejects(folder.workspace.connect(), sentence);
      } finally {
        undo();
      }
    }
    prove('sentence', 'guarantee');
    assert.equal((await folder.workspace.connect()).supervisor.pid, before);
  },
  { skip: needsRoot },
);

fault('lock damaged', async (prove) => {
  const damages: readonly ((path: string) => void)[] = [
    (path) => truncateSync(path, 0),
    (path) => truncateSync(path, 20),
    (path) => writeFileSync(path, Buffer.from([0, 255, 254, 128])),
    (path) => {
      unlinkSync(path);
      mkdirSync(path);
    },
  ];
  await using folder = await FaultedFolder.running();
  const { location } = folder.workspace;
  for (const damage of damages) {
    await folder.killSupervisor();
    damage(join(location.runtimeDir, generationFile(generationOf(location))));
    await folder.connectAgain();
    await folder.online('web', 2);
    await folder.assertShown('web');
  }
  prove('state', 'guarantee');
  await folder.stop('all');
  await folder.assertStartsAgain(prove);
});

/** That clients meet in the supervisor that was there, and no second one is. */
async function proveOneSupervisor(folder: FaultedFolder): Promise<void> {
  const clients = await Promise.all([folder.workspace.connect(), folder.workspace.connect()]);
  for (const { supervisor } of clients) assert.equal(supervisor.pid, folder.client.supervisor.pid);
  for (const client of clients) client.dispose();
}

fault('lock of a live supervisor damaged', async (prove) => {
  await using folder = await FaultedFolder.running();
  const { location } = folder.workspace;
  const lock = join(location.runtimeDir, generationFile(generationOf(location)));
  const socket = join(location.runtimeDir, socketFile(generationOf(location)));
  const text = readFileSync(lock, 'utf8');
  const isWhole = (): boolean =>
    existsSync(lock) && readFileSync(lock, 'utf8') === text && existsSync(socket);
  for (const damage of [
    () => truncateSync(lock, 0),
    () => truncateSync(lock, 30),
    () => unlinkSync(lock),
    () => unlinkSync(socket),
    () => {
      unlinkSync(lock);
      unlinkSync(socket);
    },
  ]) {
    damage();
    await waitFor('lock and socket', isWhole);
    await proveOneSupervisor(folder);
  }
  prove('guarantee');
  folder.assertBystander();
  prove('siblings');
  await folder.assertShown('web');
  prove('state');
  await folder.stop('all');
  assert.deepEqual(await folder.workspace.survivors(), []);
  prove('orphans');
});

fault('runtime folder removed', async (prove) => {
  await using folder = await FaultedFolder.running();
  const { runtimeDir } = folder.workspace.location;
  const files = readdirSync(runtimeDir).filter((name) => name !== 'io');
  rmSync(dirname(runtimeDir), { recursive: true });
  await waitFor('lock and socket', () => files.every((name) => existsSync(join(runtimeDir, name))));
  await proveOneSupervisor(folder);
  prove('guarantee');
  folder.assertBystander();
  prove('siblings');
  await folder.client.request('apps/restart', { targets: ['api', 'web'], wait: true });
  await folder.client.request('apps/scale', { targets: ['web'], instances: 12, wait: true });
  await folder.online('web', 12);
  await folder.assertShown('web');
  prove('state');
  await folder.stop('all');
  assert.deepEqual(await folder.workspace.survivors(), []);
  prove('orphans');
  await folder.assertStartsAgain(prove);
});

fault('socket in the way', async (prove) => {
  await using folder = await FaultedFolder.running();
  const { location } = folder.workspace;
  const deadSocket = async (path: string): Promise<void> => {
    const other = spawn(process.execPath, [
      '-e',
      'net.createServer().listen(process.argv[1]).on("listening", () => console.log("up"))',
      path,
    ]);
    await once(other.stdout, 'data');
    other.kill('SIGKILL');
    await once(other, 'exit');
  };
  for (const put of [
    async (path: string) => writeFileSync(path, 'in the way'),
    deadSocket,
    async (path: string): Promise<void> => mkdirSync(path),
  ]) {
    await folder.killSupervisor();
    await put(join(location.runtimeDir, socketFile(generationOf(location) + 1)));
    await folder.connectAgain();
    await folder.online('web', 2);
    await folder.assertShown('web');
  }
  prove('state', 'guarantee');
  await folder.stop('all');
  await folder.assertStartsAgain(prove);
});
