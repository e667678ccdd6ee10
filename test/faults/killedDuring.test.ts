import assert from 'node:assert/strict';
import { until } from '../supervisor/testWorkspace.ts';
import type { Prove } from './fault.ts';
import { fault } from './fault.ts';
import { FaultedFolder } from './faultedFolder.ts';
import type { Operation, Victim } from './table/during.ts';
import { duringId, operationNames, victims } from './table/during.ts';

interface UnderWay {
  /** Begins it, and resolves when it is held at its middle. */
  begin(folder: FaultedFolder): Promise<void>;
  /** Lets it go on. */
  release(folder: FaultedFolder): void;
  /** Resolves when it is where it must end; also after a new supervisor has taken over. */
  ends(folder: FaultedFolder): Promise<unknown>;
}

/** Nobody is left to wait for the answer once the supervisor is dead. */
function ask(request: Promise<unknown>): void {
  request.catch(() => undefined);
}

function some(folder: FaultedFolder, status: string): Promise<unknown> {
  return until(folder.client, () => folder.instances('web').some((one) => one.status === status));
}

function scale(folder: FaultedFolder, instances: number): void {
  ask(folder.client.request('apps/scale', { targets: ['web'], instances }));
}

const underWay: Readonly<Record<Operation, UnderWay>> = {
  start: {
    begin: async (folder) => {
      await folder.stop('web');
      folder.hold('start', 'web');
      ask(folder.client.request('apps/start', { targets: ['web'], env: folder.workspace.env }));
      await until(folder.client, () =>
        folder.instances('web').every(({ status, pid }) => status === 'launching' && pid !== null),
      );
    },
    release: (folder) => folder.release('start', 'web'),
    ends: (folder) => folder.online('web', 2),
  },
  stop: {
    begin: async (folder) => {
      folder.hold('stop', 'web');
      ask(folder.client.request('apps/stop', { targets: ['web'] }));
      await until(folder.client, () => folder.instances('web').every(({ status }) => status === 'stopping'));
    },
    release: (folder) => folder.release('stop', 'web'),
    ends: (folder) => folder.stopped('web'),
  },
  reload: {
    begin: async (folder) => {
      folder.hold('start', 'web');
      ask(folder.client.request('apps/reload', { targets: ['web'] }));
      await some(folder, 'reloading');
    },
    release: (folder) => folder.release('start', 'web'),
    ends: (folder) => folder.online('web', 2),
  },
  'scale up': {
    begin: async (folder) => {
      folder.hold('start', 'web');
      scale(folder, 4);
      await until(
        folder.client,
        () => folder.instances('web').filter(({ status }) => status === 'launching').length === 2,
      );
    },
    release: (folder) => folder.release('start', 'web'),
    ends: (folder) => folder.online('web', 4),
  },
  'scale down': {
    begin: async (folder) => {
      // What is scaled away drains; one that is asked in the meantime cannot.
      folder.hold('stop', 'web');
      scale(folder, 1);
      await until(folder.client, ({ apps }) => apps.find(({ name }) => name === 'web')?.instances === 1);
    },
    release: (folder) => folder.release('stop', 'web'),
    ends: (folder) => folder.online('web', 1),
  },
  apply: {
    begin: async (folder) => {
      folder.save({ args: '--changed', instances: 3 });
      await folder.client.request('files/load', { env: folder.workspace.env });
      folder.hold('start', 'web');
      ask(folder.client.request('apps/apply', { targets: ['web'], env: folder.workspace.env }));
      const isHeld = (): boolean =>
        folder.instances('web').some(({ status }) => status === 'reloading' || status === 'launching');
      await until(folder.client, () => isHeld() && folder.instances('web').every(({ pid }) => pid !== null));
    },
    release: (folder) => folder.release('start', 'web'),
    ends: (folder) => folder.online('web', 3),
  },
};

async function kill(folder: FaultedFolder, victim: Victim): Promise<void> {
  const host = (): Promise<number> => folder.host();
  switch (victim) {
    case 'instance':
      return folder.kill(folder.pid('web'));
    case 'host':
      return folder.kill(await host());
    case 'supervisor':
      return folder.killSupervisor();
    case 'supervisor and host':
      return folder.killSupervisor(await host());
  }
}

async function inject(victim: Victim, operation: Operation, prove: Prove): Promise<void> {
  await using folder = await FaultedFolder.running();
  const { begin, release, ends } = underWay[operation];
  await begin(folder);
  const before = folder.client.supervisor.generation;
  await kill(folder, victim);
  release(folder);
  if (victim.startsWith('supervisor')) {
    prove('files');
    await folder.connectAgain();
    assert.equal(folder.client.supervisor.generation, before + 1);
    await folder.online('bystander', 1);
  } else {
    folder.assertBystander();
    prove('siblings');
  }
  await ends(folder);
  prove('guarantee');
  await folder.assertShown('web');
  prove('state');
  await folder.assertNothingLeft(prove);
  await folder.assertStartsAgain(prove);
}

for (const victim of victims) {
  for (const operation of operationNames) {
    fault(duringId(victim, operation), (prove) => inject(victim, operation, prove));
  }
}
