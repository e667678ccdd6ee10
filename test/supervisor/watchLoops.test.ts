import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Options } from './options/row.ts';
import { openApps } from './peerBugs/runningApps.ts';
import { until } from './testWorkspace.ts';

const booting = { name: 'web', cwd: 'web', script: 'server.js', watch: true, wait_ready: true };

/** Prints the version it was started by, and is ready a while after that. */
function server(bootMs: number, atStart = ''): string {
  return `
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
console.log('version ' + readFileSync('version.js', 'utf8'));
${atStart}
setTimeout(() => process.send('ready'), ${bootMs});
setInterval(() => undefined, 60_000);
`;
}

test('build output that is written at each start ends as a problem of the app, and its sources are followed still', async () => {
  const build = "mkdirSync('out', { recursive: true }); writeFileSync('out/bundle.js', String(Date.now()));";
  const options: Options = { ...booting };
  await using running = await openApps([options], {
    'web/server.js': server(10, build),
    'web/version.js': '0',
  });
  const web = running.app('web');
  await web.start();
  await until(running.client, () => web.info.problems.some(({ code }) => code === 'watch-loop'));
  const problem = web.info.problems.find(({ code }) => code === 'watch-loop');
  assert.deepEqual(problem?.data, { app: 'web', file: 'out/bundle.js' });
  const { restarts } = await web.reaches('online');
  assert.ok(restarts <= 7, String(restarts));
  web.write('web/version.js', '1');
  await web.line(/^version 1$/);
  const again = await web.until((one) => one.status === 'online' && one.restarts > restarts);
  assert.equal(again.restarts, restarts + 1);

  // Watching anew is a new chance for an app that has been mended.
  await running.client.request('apps/watch', { targets: ['web'], on: false });
  assert.deepEqual(web.info.problems, []);
});

test('saves as fast as starts are no loop: the last one is run, and the next one too', async () => {
  await using running = await openApps([booting], {
    'web/server.js': server(250),
    'web/version.js': '0',
  });
  const web = running.app('web');
  await web.start({ wait: true });
  for (let version = 1; version <= 30; version += 1) {
    web.write('web/version.js', String(version));
    // As a person or a script does it; nothing tells when.
    await delay(120);
  }
  await web.line(/^version 30$/);
  await web.reaches('online');
  assert.deepEqual(web.info.problems, []);
  web.write('web/version.js', 'last');
  await web.line(/^version last$/);
});

test('a save at any moment of a start is run', async () => {
  const bootMs = 60;
  await using running = await openApps([booting], {
    'web/server.js': server(bootMs),
    'web/version.js': '0',
  });
  const web = running.app('web');
  await web.start({ wait: true });
  for (let round = 0; round < 60; round += 1) {
    web.write('web/version.js', `first-${round}`);
    await web.line(new RegExp(`^version first-${round}$`));
    await delay((round / 60) * bootMs * 2);
    web.write('web/version.js', `second-${round}`);
    await web.line(new RegExp(`^version second-${round}$`));
    await web.reaches('online');
    // Whoever saves within a second of each of forty starts is taken for the app itself.
    if (round % 10 === 9) await delay(1000);
  }
});

test('a save at any moment of the first start is run', async () => {
  await using running = await openApps([booting], {
    'web/server.js': server(20),
    'web/version.js': '0',
    ...Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`web/src/${at}/index.js`, ''])),
  });
  const web = running.app('web');
  for (let round = 0; round < 20; round += 1) {
    await web.start();
    await delay(round * 6);
    web.write('web/version.js', `saved-${round}`);
    await web.line(new RegExp(`^version saved-${round}$`));
    await web.stop();
  }
});
