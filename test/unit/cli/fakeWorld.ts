import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { connectSupervisor } from '../../../src/client/connect.ts';
import type { World } from '../../../src/cli/world.ts';
import type { AppInfo, InstanceInfo, Snapshot } from '../../../src/protocol/model.ts';
import { FakeSupervisor, temporaryLocation } from '../client/fakeSupervisor.ts';

export interface FakeWorld extends World {
  /** Real path of a fresh folder, the current one. */
  readonly cwd: string;
  readonly out: () => string;
  readonly err: () => string;
}

/** A world around a fresh folder; `fake` is the supervisor that lives for it, or would when started. */
export async function fakeWorld(
  t: TestContext,
  { fake, isLive = true, files = [] }: { fake?: FakeSupervisor; isLive?: boolean; files?: string[] } = {},
): Promise<FakeWorld> {
  const cwd = await realpath(await mkdtemp(path.join(os.tmpdir(), 'drover-cli-')));
  for (const file of files) await writeFile(path.join(cwd, file), '');
  const location = await temporaryLocation();
  await fake?.listen(location, 1);
  t.after(async () => {
    await fake?.close();
    await location.remove();
    await rm(cwd, { recursive: true });
  });
  let out = '';
  let err = '';
  const join = () => connectSupervisor({ folder: cwd, location, kind: 'test', start: null });
  return {
    cwd,
    env: { SHELL_VARIABLE: 'yes' },
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    version: '1.2.3',
    join: (folder) => (folder === cwd && isLive ? join() : Promise.resolve(null)),
    start: async () => {
      const client = await join();
      if (client === null) throw new Error('no fake supervisor was given');
      return client;
    },
    now: () => 100_000,
    out: () => out,
    err: () => err,
  };
}

export function app(name: string, overrides: Partial<AppInfo> = {}): AppInfo {
  return {
    id: `ecosystem.config.js#${name}`,
    name,
    namespace: 'default',
    file: '/shop/ecosystem.config.js',
    script: '/shop/server.js',
    args: [],
    cwd: '/shop',
    interpreter: null,
    sharing: 'cluster',
    runMode: 'normal',
    status: 'online',
    instances: 2,
    online: 2,
    port: '3000',
    watch: false,
    watched: null,
    watchByHand: false,
    changedFile: null,
    profile: null,
    profiles: [],
    autostart: true,
    debugger: 'node',
    dependsOn: [],
    wanted: true,
    listed: true,
    isNew: false,
    pending: [],
    problems: [],
    ...overrides,
  };
}

export function instance(of: AppInfo, index: number, overrides: Partial<InstanceInfo> = {}): InstanceInfo {
  return {
    id: `${of.id}/${index}`,
    app: of.id,
    index,
    name: `${of.name}-${index}`,
    status: 'online',
    pid: 4000 + index,
    port: 3000,
    restarts: 0,
    startedAt: 40_000,
    retryAt: null,
    exit: null,
    problem: null,
    health: null,
    held: false,
    children: [],
    ...overrides,
  };
}

/** One app `web` with two instances, of one file. */
export function webSnapshot(overrides: Partial<AppInfo> = {}): Snapshot {
  const web = app('web', overrides);
  return {
    files: [{ path: web.file ?? '', dialect: 'pm2', apps: [web.id], problems: [] }],
    apps: [web],
    instances: [instance(web, 0), instance(web, 1)],
  };
}

/** A supervisor that has this state. */
export function supervisorWith(
  snapshot: Snapshot,
  answers: ConstructorParameters<typeof FakeSupervisor>[0] = {},
): FakeSupervisor {
  const fake = new FakeSupervisor({
    initialize: () => ({
      protocol: 1,
      supervisor: { pid: 77, generation: 1, version: '9.9.9', folder: '/shop', startedAt: 40_000 },
      seq: 0,
      snapshot,
    }),
    snapshot: () => ({ seq: 0, snapshot }),
    'metrics/watch': () => {
      setImmediate(() => {
        const rows = snapshot.instances.map(({ id }) => ({
          instance: id,
          cpu: 1.25,
          memory: 50 * 1024 * 1024,
          lag: null,
        }));
        fake.notify('metrics', { at: 0, rows });
      });
      return {};
    },
    ...answers,
  });
  return fake;
}
