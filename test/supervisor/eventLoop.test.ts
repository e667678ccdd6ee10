import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { MetricsRow } from '../../src/protocol/model.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

const server = (port: number): string => `
  const http = require('node:http');
  http.createServer((request, response) => {
    const end = Date.now() + Number(request.url.slice(1));
    while (Date.now() < end);
    response.end('done');
  }).listen(${port});
`;

/** The first rows that fit; fails with the last ones after a while. */
function rowsThat(
  client: SupervisorClient,
  fits: (rows: readonly MetricsRow[]) => boolean,
): Promise<readonly MetricsRow[]> {
  return new Promise((resolve, reject) => {
    let last: readonly MetricsRow[] = [];
    const end = (act: () => void): void => {
      clearTimeout(timer);
      listening.dispose();
      act();
    };
    const timer = setTimeout(() => end(() => reject(new Error(JSON.stringify(last)))), 20_000);
    const listening = client.onMetrics(({ rows }) => {
      last = rows;
      if (fits(rows)) end(() => resolve(rows));
    });
  });
}

const lagOf = (rows: readonly MetricsRow[], app: string): (number | null)[] =>
  rows.filter(({ instance }) => instance.includes(`#${app}/`)).map(({ lag }) => lag);

test('who asks is told the lag of event loops, alone and in a cluster, until nobody asks any more', async () => {
  const [alone, shared] = [await freePort(), await freePort()];
  await using workspace = new TestWorkspace({
    files: {
      'alone.js': server(alone),
      'shared.js': server(shared),
      'ecosystem.config.js': `module.exports = { apps: [
        { name: 'alone', script: 'alone.js', exec_mode: 'fork' },
        { name: 'shared', script: 'shared.js', instances: 2 },
        { name: 'shell', script: 'sleep 100' },
      ] };`,
    },
  });
  const client = await workspace.load();
  const other = await workspace.connect();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  await other.request('metrics/watch', { on: true });
  const before = await rowsThat(other, (rows) => rows.length === 4);
  assert.ok(before.every(({ lag }) => lag === null));

  await client.request('metrics/watch', { on: true, eventLoop: true });
  const quiet = await rowsThat(client, (rows) => rows.filter(({ lag }) => lag !== null).length === 3);
  assert.deepEqual(lagOf(quiet, 'shell'), [null]);

  const busy = rowsThat(client, (rows) => lagOf(rows, 'alone').some((lag) => lag !== null && lag >= 600));
  await fetch(`http://127.0.0.1:${alone}/700`);
  await busy;
  const busyShared = rowsThat(client, (rows) =>
    lagOf(rows, 'shared').some((lag) => lag !== null && lag >= 600),
  );
  await fetch(`http://127.0.0.1:${shared}/700`);
  const rows = await busyShared;
  // Only one of them had the request.
  assert.equal(lagOf(rows, 'shared').filter((lag) => lag !== null && lag >= 600).length, 1);

  await client.request('apps/restart', { targets: ['alone'], wait: true });
  await until(client, (snapshot) =>
    instancesOf(snapshot, 'alone').every(({ status }) => status === 'online'),
  );
  await rowsThat(client, (all) => lagOf(all, 'alone')[0] === null);
  await rowsThat(client, (all) => typeof lagOf(all, 'alone')[0] === 'number');

  client.dispose();
  await rowsThat(other, (all) => all.length === 4 && all.every(({ lag }) => lag === null));
});

test('an event loop that stands still is told by how long it does', async () => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: {
      'stuck.js': server(port),
      'ecosystem.config.js': `module.exports = { apps: [{ name: 'stuck', script: 'stuck.js', exec_mode: 'fork' }] };`,
    },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['stuck'], env: workspace.env, wait: true });
  await client.request('metrics/watch', { on: true, eventLoop: true });
  await rowsThat(client, (rows) => typeof lagOf(rows, 'stuck')[0] === 'number');
  const answer = fetch(`http://127.0.0.1:${port}/6000`);
  let answered = false;
  const done = answer.then(() => (answered = true));
  await rowsThat(client, (rows) => (lagOf(rows, 'stuck')[0] ?? 0) > 2000);
  assert.equal(answered, false);
  await done;
});
