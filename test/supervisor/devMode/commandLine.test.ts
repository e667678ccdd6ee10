import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Drover } from '../droverIn.ts';
import { droverIn } from '../droverIn.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace } from '../testWorkspace.ts';

const server = `
require('node:http').createServer((_, response) => response.end(String(process.env.DEV_MODE)))
  .listen(Number(process.env.LISTEN), '127.0.0.1');
`;

async function workspaceWith(options: object): Promise<TestWorkspace> {
  const app = {
    name: 'web',
    script: 'server.js',
    instances: 2,
    env: { LISTEN: await freePort() },
    ...options,
  };
  return new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'server.js': server },
  });
}

/** The names in `drover list`, each with the mark that says DEV_MODE. */
async function listed(drover: Drover): Promise<string[]> {
  const { out } = await drover.run(['list']);
  return [...out.matchAll(/^(web\S*) +online.*?( (?:\S+, )*DEV_MODE)?$/gm)].map(
    ([, name, mark]) => `${name ?? ''}${mark === undefined ? '' : ' DEV_MODE'}`,
  );
}

test('start --dev, restart --no-dev and restart --dev switch DEV_MODE, and the list says so', async () => {
  await using workspace = await workspaceWith({});
  const drover = droverIn(workspace);
  assert.equal((await drover.run(['start', '--dev', '--wait'])).code, 0);
  assert.deepEqual(await listed(drover), ['web DEV_MODE']);
  assert.equal((await drover.run(['restart', 'web', '--no-dev', '--wait'])).code, 0);
  assert.deepEqual(await listed(drover), ['web-0', 'web-1']);
  assert.equal((await drover.run(['restart', 'all', '--dev', '--wait'])).code, 0);
  assert.deepEqual(await listed(drover), ['web DEV_MODE']);
  assert.equal((await drover.run(['start', '--no-dev', '--wait'])).code, 0);
  assert.deepEqual(await listed(drover), ['web-0', 'web-1']);
});

test('an app that cannot run in DEV_MODE says why, and what runs is left as it is', async () => {
  await using workspace = await workspaceWith({ dev: { script: 'gone.js' } });
  const drover = droverIn(workspace);
  assert.equal((await drover.run(['start', '--wait'])).code, 0);
  const { code, err } = await drover.run(['restart', 'web', '--dev', '--wait']);
  assert.equal(code, 1);
  assert.match(err, /The script ".*gone\.js" does not exist\./);
  assert.deepEqual(await listed(drover), ['web-0', 'web-1']);
});

test('a wrong option in dev is told with its name, and does not keep the app from starting', async () => {
  await using workspace = await workspaceWith({ dev: { kill_timeout: 'soon' } });
  const drover = droverIn(workspace);
  const { code, err } = await drover.run(['start', '--dev', '--wait']);
  assert.match(err, /"dev\.kill_timeout" must be a time .*, but it is "soon"/);
  assert.equal(code, 0);
});
