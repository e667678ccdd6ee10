import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { TestWorkspace } from './testWorkspace.ts';
import { waitFor } from './waitFor.ts';

const rounds = 20;
const clientsPerRound = 10;

/** Processes whose command line names the folder: the supervisor's, and those still on their way to give up. */
async function supervisorPids(folder: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command=']);
  const lines = stdout.split('\n').filter((line) => line.includes(folder) && /supervisor/.test(line));
  return lines.map((line) => Number.parseInt(line, 10));
}

test('ten clients that start at once meet in one supervisor, also after its owner was killed', async () => {
  await using workspace = new TestWorkspace({ origin: 'cli', leaseSeconds: null });
  const { folder } = workspace;
  const generations: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const clients = await Promise.all(Array.from({ length: clientsPerRound }, () => workspace.connect()));
    const owners = new Set(clients.map(({ supervisor }) => supervisor.pid));
    assert.equal(owners.size, 1, `round ${round}: clients of ${owners.size} supervisors`);
    const [owner] = owners;
    assert.ok(owner !== undefined);
    await waitFor('the others to give up', async () => {
      const pids = await supervisorPids(folder);
      assert.ok(pids.includes(owner), 'the owner is gone');
      return pids.length === 1;
    });
    generations.push(clients[0]?.supervisor.generation ?? 0);

    const closed = Promise.all(clients.map(untilClosed));
    process.kill(owner, 'SIGKILL');
    await closed;
  }
  assert.deepEqual(
    generations,
    generations.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(generations).size, rounds);
});

function untilClosed(client: SupervisorClient): Promise<void> {
  return new Promise((resolve) => client.onDidClose(resolve));
}
