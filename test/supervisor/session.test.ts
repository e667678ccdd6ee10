import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSession } from '../../src/client/openSession.ts';
import type { SessionState, SupervisorSession } from '../../src/client/session.ts';
import { repository, TestWorkspace } from './testWorkspace.ts';

function sessionOf({ folder, location, env }: TestWorkspace): SupervisorSession {
  const supervisorPath = join(repository, 'dist/supervisor.cjs');
  const start = {
    supervisorPath,
    nodePath: process.execPath,
    origin: 'editor',
    leaseSeconds: 30,
    env,
  } as const;
  return openSession({ folder, location, kind: 'test', start: () => start });
}

/** Resolves at the next change to this state. */
function reaches(session: SupervisorSession, kind: SessionState['kind']): Promise<void> {
  return new Promise((resolve) => {
    const listening = session.onDidChangeState((state) => {
      if (state.kind !== kind) return;
      listening.dispose();
      resolve();
    });
  });
}

test('a session comes back after its supervisor was killed, and rests after it was shut down', async () => {
  await using workspace = new TestWorkspace();
  const session = sessionOf(workspace);
  assert.equal(await session.join(), undefined);
  const first = await session.ensure();

  const again = reaches(session, 'connected');
  process.kill(first.supervisor.pid, 'SIGKILL');
  await again;
  const second = session.client;
  assert.ok(second);
  assert.equal(second.supervisor.generation, first.supervisor.generation + 1);

  const idle = reaches(session, 'idle');
  await second.request('shutdown', {});
  await idle;
  assert.equal(await session.join(), undefined);

  const third = await session.ensure();
  assert.notEqual(third.supervisor.pid, second.supervisor.pid);
  session.dispose();
  assert.equal(session.client, undefined);
});
