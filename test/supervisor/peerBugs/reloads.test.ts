import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { droverIn } from '../droverIn.ts';
import { freePorts } from '../options/freePorts.ts';
import type { RowApp } from '../options/rowApp.ts';
import { fetchMany } from '../testWorkspace.ts';
import { sharedApps } from './runningApps.ts';

const port = await freePorts(3);
const server = `
require('node:http').createServer((request, response) => response.end(String(process.pid)))
  .listen(Number(process.env.LISTEN), '127.0.0.1');
`;
const everySecond = { cron_restart: '* * * * * *', min_uptime: 0 };

function cluster(name: string, listen: number, options: object = {}): Readonly<Record<string, unknown>> {
  return { name, script: `${name}.js`, instances: 2, env: { LISTEN: listen }, ...options };
}

const pids = (app: RowApp): (number | null)[] => app.instances.map(({ pid }) => pid);

/** Waits until one more successor of the first instance has failed; those after it have their turn no more. */
async function failsAgain(app: RowApp, isFailure: (instance: InstanceInfo) => boolean): Promise<void> {
  const before = app.instances[0]?.exit?.at ?? 0;
  await app.until((instance) => (instance.exit?.at ?? 0) > before && isFailure(instance));
}

/** Whoever answers at the port belongs to the app as it was. */
async function serves(app: RowApp, listen: number, before: readonly (number | null)[]): Promise<void> {
  assert.deepEqual(pids(app), before);
  const answers = new Set(await fetchMany(listen, 8));
  assert.deepEqual(answers, new Set(before.map(String)));
}

describe('reloads of broken code', { concurrency: 3 }, () => {
  const running = sharedApps(
    [
      cluster('crashing', port, everySecond),
      cluster('silent', port + 1, { ...everySecond, listen_timeout: 2000 }),
    ].concat(cluster('asked', port + 2)),
    { 'crashing.js': server, 'silent.js': server, 'asked.js': server },
  );

  test('a cron restart of code that crashes at its start kills no worker, and mended code replaces them', async () => {
    const app = running().app('crashing');
    await app.start({ wait: true });
    app.write('crashing.js', "throw new Error('broken');");
    const isCrash = ({ problem }: InstanceInfo): boolean => problem?.data['cause'] === 'crashed';
    await failsAgain(app, isCrash);
    const before = pids(app);
    await failsAgain(app, isCrash);
    await serves(app, port, before);
    app.write('crashing.js', server);
    for (const [index, pid] of before.entries()) {
      await app.until((now) => now.status === 'online' && now.pid !== pid, index);
    }
  });

  test('a cron restart of code that never listens keeps the old workers beyond listen_timeout', async () => {
    const app = running().app('silent');
    await app.start({ wait: true });
    app.write('silent.js', 'setInterval(() => undefined, 1_000);');
    const isLate = ({ problem }: InstanceInfo): boolean => problem?.data['cause'] === 'not-ready';
    await failsAgain(app, isLate);
    const before = pids(app);
    await failsAgain(app, isLate);
    await serves(app, port + 1, before);
  });

  test('a reload of code that crashes at its start exits with 1, names the reason and kills no worker', async () => {
    const app = running().app('asked');
    await app.start({ wait: true });
    const before = pids(app);
    app.write('asked.js', "throw new Error('broken');");
    const { code, err } = await droverIn(running().workspace).run(['reload', 'asked']);
    assert.equal(code, 1);
    assert.match(err, /^asked: .*exited with code 1/m);
    await serves(app, port + 2, before);
  });
});
