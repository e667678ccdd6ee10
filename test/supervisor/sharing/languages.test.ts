import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { findOnPath } from '../../../src/ecosystem/findOnPath.ts';
import { instancesOf, until } from '../testWorkspace.ts';
import type { SharedApp } from './sharedApp.ts';
import { asgiFolder, ask, assertAllAnswer, fixtures, neverRefused, startShared } from './sharedApp.ts';

const built = mkdtempSync(join(tmpdir(), 'drover-go-'));
after(() => rmSync(built, { recursive: true, force: true }));

const gunicorn = `gunicorn --chdir ${fixtures} answering:wsgi`;
/** `needs` is a command without which it is skipped. */
const programs: readonly { readonly what: string; readonly needs: string; readonly script: string }[] = [
  { what: 'uvicorn', needs: 'uvicorn', script: `uvicorn answering:asgi --app-dir ${fixtures}` },
  {
    what: 'python -m uvicorn',
    needs: 'uvicorn',
    script: `/usr/bin/python3 -m uvicorn answering:asgi --app-dir ${fixtures}`,
  },
  { what: 'gunicorn', needs: 'gunicorn', script: gunicorn },
  { what: 'gunicorn with the descriptor written', needs: 'gunicorn', script: `${gunicorn} --bind fd://{FD}` },
  { what: 'hypercorn', needs: 'hypercorn', script: `hypercorn ${fixtures}answering:asgi` },
  { what: 'Python with LISTEN_PID', needs: 'python3', script: `python3 ${asgiFolder}activated.py` },
  { what: 'Go', needs: 'go', script: join(built, 'server') },
  { what: 'Ruby', needs: 'ruby', script: `ruby ${fixtures}server.rb {FD}` },
  { what: 'PHP', needs: 'php', script: `php ${fixtures}server.php` },
];

function missing(command: string): string | false {
  const env = { PATH: process.env['PATH'] ?? '' };
  return findOnPath(command, env) === null ? `${command} is not installed` : false;
}

before(async () => {
  if (missing('go') !== false) return;
  await promisify(execFile)('go', ['build', '-o', join(built, 'server'), `${fixtures}server.go`]);
});

describe('three instances of one port', () => {
  for (const { what, needs, script } of programs) {
    test(what, { skip: missing(needs) }, async () => {
      await using app = await startShared({ script, env: { PYTHONDONTWRITEBYTECODE: '1' } });
      await assertAllAnswer(app);
      await restartsInPlace(app);
      await comesBack(app);
      await reloads(app);
      await assertAllAnswer(app);
      await app.client.request('apps/stop', { targets: ['web'] });
      assert.equal(await ask(app.port), 'ECONNREFUSED');
    });
  }
});

/** One is restarted by hand. */
async function restartsInPlace({ client, port, pids, workspace }: SharedApp): Promise<void> {
  const before = pids();
  await neverRefused(port, () =>
    client.request('apps/restart', { targets: ['web-1'], env: workspace.env, wait: true }),
  );
  await until(client, () => pids()[1] !== before[1] && Number(pids()[1]) > 0);
  assert.deepEqual([pids()[0], pids()[2]], [before[0], before[2]]);
}

/** One is killed. */
async function comesBack({ client, port, pids }: SharedApp): Promise<void> {
  const killed = Number(pids()[2]);
  await neverRefused(port, async () => {
    process.kill(killed, 'SIGKILL');
    await until(client, (snapshot) => {
      const [, , third] = instancesOf(snapshot, 'web');
      return third?.status === 'online' && third.pid !== killed;
    });
  });
}

async function reloads({ client, port, pids, workspace }: SharedApp): Promise<void> {
  const before = new Set(pids());
  await neverRefused(port, () => client.request('apps/reload', { targets: ['web'], env: workspace.env }));
  assert.deepEqual(
    pids().filter((pid) => before.has(pid)),
    [],
  );
}
