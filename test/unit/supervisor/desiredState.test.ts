import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { Change } from '../../../src/protocol/changes.ts';
import type { LaunchRequest } from '../../../src/supervisor/launch/launcher.ts';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import type { SavedApp, SavedState } from '../../../src/supervisor/state.ts';
import { changeOf } from '../../../src/supervisor/publisher.ts';
import { Supervisor } from '../../../src/supervisor/supervisor.ts';

interface Fake {
  readonly supervisor: Supervisor;
  /** What would be on disk after each change of what is wanted. */
  readonly saved: SavedState[];
  readonly published: Change[];
  readonly launches: LaunchRequest[];
  readonly file: string;
}

/** A supervisor whose processes are only asked for. */
function fakeSupervisor(t: TestContext, app: object): Fake {
  const folder = mkdtempSync(join(tmpdir(), 'drover-desired-'));
  const file = join(folder, 'ecosystem.json');
  writeFileSync(
    file,
    JSON.stringify({ apps: [{ name: 'web', script: 'app.js', exec_mode: 'fork', ...app }] }),
  );
  writeFileSync(join(folder, 'app.js'), '');
  const saved: SavedState[] = [];
  const published: Change[] = [];
  const launches: LaunchRequest[] = [];
  const supervisor = new Supervisor({
    folder,
    stateDir: folder,
    key: 'key',
    generation: 1,
    runnerScript: '',
    platform: createPlatform(),
    launcher: {
      launch: (request) => {
        launches.push(request);
        return {
          ownGroup: true,
          drain: () => false,
          measureLag: () => false,
          countRequests: () => false,
          inspect: async () => false,
          send: () => false,
          input: async () => 'none',
        };
      },
      release: () => Promise.resolve(),
    },
    env: { PATH: process.env['PATH'] ?? '' },
    publish: (change) => published.push(changeOf(change)),
    notice: () => undefined,
    wantedChanged: () => saved.push(supervisor.state('boot')),
  });
  t.after(() => {
    for (const instance of supervisor.instances) instance.dispose();
    rmSync(folder, { recursive: true });
  });
  return { supervisor, saved, published, launches, file };
}

function savedApp(file: string, stopped: readonly number[]): SavedApp {
  return { id: 'ecosystem.json#web', file, name: 'web', wanted: true, stopped, profile: null, env: {} };
}

const stoppedIn = ({ apps }: SavedState): readonly number[] | undefined => apps[0]?.stopped;

test('while an app is being resumed, no state that could be saved calls one of its instances stopped', async (t) => {
  const { supervisor, saved, launches, file } = fakeSupervisor(t, { instances: 6 });
  const resuming = supervisor.resume([savedApp(file, [4])]);
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (launches.length === 5) resolve();
      else setImmediate(look);
    };
    look();
  });
  for (const { onEvent } of launches) onEvent({ kind: 'started', pid: process.pid });
  await resuming;
  assert.ok(saved.length > 0);
  for (const state of saved) assert.deepEqual(stoppedIn(state), [4]);
});

test('a one-shot app that has completed is not wanted any more', async (t) => {
  const { supervisor, launches } = fakeSupervisor(t, { one_shot: true });
  await supervisor.load({});
  const [app] = supervisor.apps;
  assert.ok(app);
  const started = supervisor.operations.start([{ app, instance: undefined }], {});
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (launches.length === 1) resolve();
      else setImmediate(look);
    };
    look();
  });
  // No process has this pid, so all that it could have left is gone at once.
  launches[0]?.onEvent({ kind: 'started', pid: 2 ** 22 + 1 });
  await started;
  assert.equal(app.wanted, true);
  launches[0]?.onEvent({ kind: 'exit', code: 0, signal: null });
  while (app.info.status !== 'completed') await new Promise((resolve) => setImmediate(resolve));
  assert.equal(app.wanted, false);
  assert.deepEqual(supervisor.state('boot').apps, []);
});

test('of an instance that was scaled away nothing is told any more, whatever still comes from it', async (t) => {
  const { supervisor, published } = fakeSupervisor(t, { instances: 3 });
  await supervisor.load({});
  const [app] = supervisor.apps;
  assert.ok(app);
  const third = app.instances[2];
  assert.ok(third);
  await supervisor.operations.scale(app, 2, {});
  third.setChildren([{ pid: 1, ppid: 1, command: 'late' }]);
  const told = published.filter(
    (change) =>
      (change.kind === 'instance' && change.instance.id === third.id) ||
      (change.kind === 'instanceRemoved' && change.id === third.id),
  );
  assert.equal(told.at(-1)?.kind, 'instanceRemoved');
  const { instances } = supervisor.snapshot;
  assert.equal(instances.length, 2);
});
