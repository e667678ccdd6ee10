import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { droverIn } from '../supervisor/droverIn.ts';
import { platform } from '../supervisor/processes.ts';
import { until } from '../supervisor/testWorkspace.ts';
import { waitFor } from '../supervisor/waitFor.ts';
import type { Prove } from './fault.ts';
import { fault } from './fault.ts';
import { FaultedFolder } from './faultedFolder.ts';
import { preloaded, wrappedNode } from './wrappedNode.ts';

/** What every recovery that needs no new supervisor has in common. */
async function proveRecovery(folder: FaultedFolder, prove: Prove): Promise<void> {
  folder.assertBystander();
  prove('siblings');
  for (const app of ['web', 'api']) await folder.assertShown(app);
  prove('state');
  await folder.assertNothingLeft(prove);
  await folder.assertStartsAgain(prove);
}

async function proveSuccession(folder: FaultedFolder, prove: Prove): Promise<void> {
  folder.assertWholeState();
  prove('files');
  for (const [app, count] of [
    ['web', 2],
    ['api', 2],
    ['bystander', 1],
  ] as const) {
    await folder.online(app, count);
    await folder.assertShown(app);
  }
  prove('guarantee', 'state');
  await folder.assertNothingLeft(prove);
  await folder.assertStartsAgain(prove);
}

fault('instance killed', async (prove) => {
  await using folder = await FaultedFolder.running();
  const [killed, sibling] = [folder.pid('api', 0), folder.pid('api', 1)];
  await folder.kill(killed);
  await until(folder.client, () => ![null, killed].includes(folder.instances('api')[0]?.pid ?? null));
  await folder.online('api', 2);
  assert.equal(folder.pid('api', 1), sibling);
  prove('guarantee');
  await proveRecovery(folder, prove);
});

fault('instance of a cluster killed', async (prove) => {
  await using folder = await FaultedFolder.running();
  const [killed, sibling, host] = [folder.pid('web', 0), folder.pid('web', 1), await folder.host()];
  await folder.kill(killed);
  await until(folder.client, () => ![null, killed].includes(folder.instances('web')[0]?.pid ?? null));
  await folder.online('web', 2);
  assert.deepEqual([folder.pid('web', 1), await folder.host()], [sibling, host]);
  prove('guarantee');
  await proveRecovery(folder, prove);
});

fault('instance killed under load', async (prove) => {
  await using folder = await FaultedFolder.running();
  const agent = new Agent({ keepAlive: false });
  const answers = { good: 0, none: 0 };
  let isOver = false;
  /** One that is stranded never ends, so it is given up on; half a minute is nobody's time to answer. */
  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      const count = (what: 'good' | 'none') => (): void => {
        answers[what] += 1;
        resolve();
      };
      const request = get({ port: folder.webPort, host: '127.0.0.1', agent, timeout: 30_000 }, (response) => {
        response.resume().once('end', count('good')).once('error', count('none'));
      });
      request.once('timeout', () => request.destroy(new Error('no answer')));
      request.once('error', count('none'));
    });
  const clients = Array.from({ length: 4 }, async () => {
    while (!isOver) await ask();
  });
  await waitFor('some answers', () => answers.good > 50);
  const killed = folder.pid('web', 0);
  await folder.kill(killed);
  await until(folder.client, () => ![null, killed].includes(folder.instances('web')[0]?.pid ?? null));
  await folder.online('web', 2);
  const before = answers.good;
  await waitFor('more answers', () => answers.good > before + 50);
  isOver = true;
  await Promise.all(clients);
  // Besides the one in transit, the killed process takes along what it had accepted: one for each client at most.
  assert.ok(answers.none <= 1 + clients.length, `${answers.none} requests got no answer`);
  prove('guarantee');
  folder.assertBystander();
  prove('siblings');
  await folder.assertShown('web');
  prove('state');
});

for (const [id, withInstance] of [
  ['cluster host killed', false],
  ['host and instance killed', true],
] as const) {
  fault(id, async (prove) => {
    await using folder = await FaultedFolder.running();
    const before = folder.pids('web');
    await folder.kill(await folder.host(), ...(withInstance ? [folder.pid('web', 0)] : []));
    const areNew = (): boolean => folder.pids('web').every((pid) => pid !== null && !before.includes(pid));
    await until(folder.client, areNew);
    await folder.online('web', 2);
    assert.ok(before.every((pid) => platform.startTime(pid ?? 0) === null));
    prove('guarantee');
    await proveRecovery(folder, prove);
  });
}

fault('supervisor killed', async (prove) => {
  await using folder = await FaultedFolder.running();
  await folder.killSupervisor();
  await folder.connectAgain();
  await proveSuccession(folder, prove);
});

fault('supervisor and instances killed', async (prove) => {
  await using folder = await FaultedFolder.running();
  await folder.killSupervisor(folder.pid('web'), folder.pid('api'));
  await folder.connectAgain();
  await proveSuccession(folder, prove);
});

fault('supervisor and host killed', async (prove) => {
  await using folder = await FaultedFolder.running();
  await folder.killSupervisor(await folder.host());
  await folder.connectAgain();
  await proveSuccession(folder, prove);
});

fault('supervisor killed twice', async (prove) => {
  await using folder = await FaultedFolder.running();
  await folder.killSupervisor();
  // It answers before it has cleaned up.
  folder.client = await folder.workspace.connect();
  await folder.killSupervisor();
  await folder.connectAgain();
  await proveSuccession(folder, prove);
});

fault('supervisor killed, ten clients', async (prove) => {
  await using folder = await FaultedFolder.running();
  await folder.killSupervisor();
  const clients = await Promise.all(Array.from({ length: 10 }, () => folder.workspace.connect()));
  assert.equal(new Set(clients.map(({ supervisor }) => supervisor.pid)).size, 1);
  prove('guarantee');
  await folder.connectAgain();
  await folder.online('web', 2);
  await folder.assertShown('web');
  prove('state');
  folder.assertWholeState();
  prove('files');
});

fault('client killed', async (prove) => {
  await using folder = await FaultedFolder.running();
  folder.hold('start', 'api');
  await folder.stop('api');
  const command = droverIn(folder.workspace).spawn(['start', 'api', '--wait']);
  await until(folder.client, () => folder.instances('api').every(({ status }) => status === 'launching'));
  await folder.kill(command.pid ?? 0);
  folder.release('start', 'api');
  await folder.online('api', 2);
  prove('guarantee');
  folder.assertBystander();
  prove('siblings');
  await folder.assertShown('api');
  prove('state');
});

fault('defect in the supervisor', async (prove) => {
  const own = mkdtempSync(join(tmpdir(), 'drover-fault-'));
  try {
    const defect = "process.on('SIGUSR2', () => { throw new Error('a defect of the test'); });";
    const nodePath = wrappedNode(own, { options: preloaded(own, 'defect.cjs', defect) });
    await using folder = await FaultedFolder.running({ nodePath });
    const { pid } = folder.client.supervisor;
    process.kill(pid, 'SIGUSR2');
    await waitFor('its end', () => platform.startTime(pid) === null);
    folder.client.dispose();
    const log = readFileSync(join(folder.workspace.location.stateDir, 'supervisor.log'), 'utf8');
    assert.match(log, /a defect of the test/);
    await waitFor('the end of its instances', async () => (await folder.workspace.survivors()).length === 0);
    await folder.connectAgain();
    await proveSuccession(folder, prove);
  } finally {
    rmSync(own, { recursive: true });
  }
});

fault('supervisor told to end', async (prove) => {
  await using folder = await FaultedFolder.running();
  folder.hold('stop', 'api');
  const { pid } = folder.client.supervisor;
  process.kill(pid, 'SIGTERM');
  await until(folder.client, () => folder.instances('api').every(({ status }) => status === 'stopping'));
  assert.notEqual(platform.startTime(pid), null, 'it waits for its apps');
  folder.release('stop', 'api');
  await waitFor('its end', () => platform.startTime(pid) === null);
  prove('guarantee');
  assert.deepEqual(await folder.workspace.survivors(), []);
  prove('orphans');
  folder.assertWholeState();
  prove('files');
  await folder.connectAgain();
  await folder.assertNothingLeft(prove);
});
