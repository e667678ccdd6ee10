import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

/** Appends one mark for each of its starts. */
const crash = `
require('node:fs').appendFileSync('starts', '.');
console.error('no good');
process.exit(3);
`;

function crashing(options: Readonly<Record<string, unknown>>): TestWorkspace {
  return new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({ apps: [{ name: 'loop', script: 'crash.js', ...options }] }),
      'crash.js': crash,
    },
  });
}

function starts(workspace: TestWorkspace): number {
  return readFileSync(join(workspace.folder, 'starts'), 'utf8').length;
}

async function givenUp(client: SupervisorClient): Promise<string> {
  const { instances } = await until(
    client,
    (snapshot) => snapshot.instances[0]?.status === 'errored',
    60_000,
  );
  const [instance] = instances;
  assert.ok(instance);
  assert.deepEqual(
    [instance.pid, instance.retryAt, instance.exit?.code],
    [null, null, 3],
    'something is still to come',
  );
  return describeProblem(instance.problem ?? { code: 'nothing', data: {} });
}

/** Seconds of CPU that a process and the children it has waited for have used. */
function cpuSeconds(pid: number): number {
  // The name before them may hold blanks and brackets.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return ticks / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}

for (const mode of ['fork', 'cluster']) {
  test(`a crash loop is given up after 16 starts and costs little, ${mode} mode`, async () => {
    await using workspace = crashing({ exec_mode: mode, instances: 1 });
    const client = await workspace.load();
    const notices: string[] = [];
    client.onNotice(({ problem }) => notices.push(problem.code));
    await client.request('apps/start', { targets: ['loop'], env: workspace.env });
    assert.equal(
      await givenUp(client),
      'It was given up: within 1000 ms of each start it exited, 16× in a row. The last exit was code 3.',
    );
    assert.equal(starts(workspace), 16);
    assert.equal(instancesOf(client.snapshot, 'loop')[0]?.restarts, 15);
    assert.deepEqual(notices, ['gave-up']);

    // A cluster host counts for the supervisor when it has ended.
    await client.request('apps/stop', { targets: ['loop'] });
    assert.equal(starts(workspace), 16);
    if (process.platform !== 'linux') return;
    const used = cpuSeconds(client.supervisor.pid);
    assert.ok(used > 0 && used < 5, `${used} s of CPU`);
  });
}

test('a start by hand after that counts from the beginning', async () => {
  await using workspace = crashing({ max_restarts: 2 });
  const client = await workspace.load();
  for (const total of [2, 4]) {
    await client.request('apps/start', { targets: ['loop'], env: workspace.env });
    await givenUp(client);
    assert.equal(starts(workspace), total);
  }
});

test('exp_backoff_restart_delay makes each pause half as long again, and the limit holds', async () => {
  const expected = [100, 150, 225, 337, 505, 757];
  await using workspace = crashing({ exp_backoff_restart_delay: 100, max_restarts: expected.length + 1 });
  const client = await workspace.load();
  /** From the exit to the next start, by restarts so far. */
  const pauses = new Map<number, number>();
  client.onDidChange(({ instances }) => {
    for (const { retryAt, exit, restarts } of instances) {
      if (retryAt !== null && exit !== null) pauses.set(restarts, retryAt - exit.at);
    }
  });
  await client.request('apps/start', { targets: ['loop'], env: workspace.env });
  await givenUp(client);
  assert.equal(starts(workspace), expected.length + 1);

  const shown = `pauses of ${[...pauses.values()].join(', ')} ms`;
  assert.deepEqual(
    [...pauses.keys()],
    expected.map((_pause, index) => index),
    shown,
  );
  // A pause begins when nothing is left of the process, which is some time after its exit.
  for (const [index, pause] of expected.entries()) assert.ok((pauses.get(index) ?? 0) >= pause, shown);
  const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);
  assert.ok(sum(pauses.values()) < 2 * sum(expected), shown);
});
