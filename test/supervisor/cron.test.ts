import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { TestWorkspace, until } from './testWorkspace.ts';
import { waitFor } from './waitFor.ts';

/** Says in a file of its own that it was started. */
const note = `require('node:fs').appendFileSync(process.env.NAME + '.log', 'x');`;
const everySecond = { cron_restart: '* * * * * *', min_uptime: 0 };

function app(name: string, script: string, options: object = {}): object {
  return { name, script, env: { NAME: name }, ...everySecond, ...options };
}

test('cron restarts what runs, runs finished tasks again, and starts nothing that is stopped', async () => {
  const apps = [
    app('server', 'server.js'),
    app('task', 'task.js', { autorestart: false }),
    app('failing', 'failing.js', { autorestart: false }),
    app('stopped', 'server.js'),
    app('never', 'server.js'),
    { ...app('broken', 'server.js'), cron_restart: '99 * * * *' },
  ];
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({ apps }),
      'server.js': `${note} setInterval(() => {}, 1000);`,
      'task.js': note,
      'failing.js': `${note} process.exit(3);`,
    },
  });
  const client = await workspace.load();
  const starts = (name: string): number => {
    try {
      return readFileSync(join(workspace.folder, `${name}.log`), 'utf8').length;
    } catch {
      return 0;
    }
  };
  assert.deepEqual(
    client.snapshot.files[0]?.problems.map(({ code, app: name }) => [code, name]),
    [['option-type', 'broken']],
  );
  const targets = ['server', 'task', 'failing', 'stopped', 'broken'];
  await client.request('apps/start', { targets, env: workspace.env });
  await until(client, ({ instances }) => instances.find(({ name }) => name === 'stopped')?.pid !== null);
  await client.request('apps/stop', { targets: ['stopped'] });
  const stopped = starts('stopped');
  await waitFor('three rounds of each', () =>
    ['server', 'task', 'failing'].every((name) => starts(name) >= 4),
  );
  assert.equal(starts('stopped'), stopped);
  assert.equal(starts('never'), 0);
  assert.equal(starts('broken'), 1);
  const statuses = (await client.request('snapshot', {})).snapshot.instances;
  assert.equal(statuses.find(({ name }) => name === 'stopped')?.status, 'stopped');
  assert.ok(client.snapshot.apps.find(({ name }) => name === 'task')?.wanted);
});
