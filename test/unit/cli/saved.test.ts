import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponseError } from 'vscode-jsonrpc/node';
import { runCommandLine } from '../../../src/cli/program.ts';
import { errorCodes } from '../../../src/protocol/errors.ts';
import { fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

const webId = 'ecosystem.config.js#web';

test('save names what is kept, and where', async (t) => {
  const fake = supervisorWith(webSnapshot(), {
    'state/save': () => ({ apps: [webId], path: '/state/saved.json' }),
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['save']), 0);
  assert.equal(world.out(), 'Saved web in /state/saved.json. "drover resurrect" starts what was saved.\n');
});

test('resurrect starts a supervisor, and shows what it started', async (t) => {
  const asked: unknown[] = [];
  const fake = supervisorWith(webSnapshot(), {
    'state/resurrect': (params) => {
      asked.push(params);
      return { outcomes: [{ app: webId, instance: null, ok: true, problem: null }] };
    },
  });
  const world = await fakeWorld(t, { fake, isLive: false });
  assert.equal(await runCommandLine(world, ['resurrect', '--wait']), 0);
  assert.deepEqual(asked, [{ wait: true }]);
  assert.match(world.out(), /web-1 {2}online/);
});

test('a supervisor started to find that nothing was saved is ended again', async (t) => {
  let isShutDown = false;
  const fake = supervisorWith(webSnapshot(), {
    'state/resurrect': () => {
      throw new ResponseError(errorCodes.nothingSaved, 'nothing was saved', {});
    },
    shutdown: () => {
      isShutDown = true;
      return {};
    },
  });
  const world = await fakeWorld(t, { fake, isLive: false });
  assert.equal(await runCommandLine(world, ['resurrect']), 1);
  assert.equal(world.err(), 'Nothing has been saved in this folder. "drover save" does.\n');
  assert.ok(isShutDown);
});

test('resurrect says that there was nothing to do', async (t) => {
  const fake = supervisorWith(webSnapshot(), { 'state/resurrect': () => ({ outcomes: [] }) });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['resurrect']), 0);
  assert.match(world.out(), /^What was saved runs already/);
});
