import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressText } from '../../../src/cli/progressText.ts';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { app, fakeWorld, instance, supervisorWith, webSnapshot } from './fakeWorld.ts';

const [web, api] = [app('web'), app('api')];

function snapshotOf(...instances: readonly InstanceInfo[]) {
  return { files: [], apps: [api, web], instances };
}

test('progress counts the instances of each app, those that are not all up first', () => {
  const snapshot = snapshotOf(
    instance(api, 0),
    instance(web, 0),
    instance(web, 1, { status: 'launching' }),
    instance(web, 2, { status: 'errored' }),
    instance(web, 3, { status: 'stopped' }),
  );
  assert.equal(
    progressText(new Set([api.id, web.id]), snapshot),
    'web 1/4 online, 1 launching, 1 errored; api 1/1 online, 0 errored',
  );
  assert.equal(progressText(new Set([web.id]), snapshot), 'web 1/4 online, 1 launching, 1 errored');
  assert.equal(progressText(new Set([api.id]), snapshot), null);
  assert.equal(progressText(new Set(), snapshot), null);
});

function failing() {
  const snapshot = webSnapshot();
  const [first, second] = snapshot.instances;
  assert.ok(first && second);
  const problem = { code: 'timeout', severity: 'error', data: { timeout: '3 s' } } as const;
  const line = { at: 1, stream: 'err', text: '\u001b[31mno database\u001b[0m' } as const;
  const fake = supervisorWith(snapshot, {
    'apps/restart': () => {
      fake.notify('changed', {
        seq: 1,
        changes: [{ kind: 'instance', instance: { ...first, status: 'launching' } }],
      });
      fake.notify('changed', {
        seq: 2,
        changes: [{ kind: 'instance', instance: { ...second, status: 'errored', problem } }],
      });
      const output = { instance: second.id, lines: [line] };
      return { outcomes: [{ app: first.app, instance: null, ok: false, problem, output }] };
    },
    'instances/lastCrash': () => ({
      crash: { code: 1, signal: null, at: 1, uptimeMs: 1, problem, lines: [line] },
    }),
  });
  return fake;
}

test('on a terminal, progress is one line, and a failure is said with its lines at once, and those not again', async (t) => {
  const plain = await fakeWorld(t, { fake: failing() });
  const world = { ...plain, stderr: { ...plain.stderr, isTTY: true, columns: 30 } };
  assert.equal(await runCommandLine(world, ['restart', 'web']), 1);
  const err = plain.err();
  assert.ok(err.startsWith('\r\u001b[Kweb 1/2 online, 1 launching,…'), err);
  assert.equal(err.split('no database').length, 2, err);
  assert.match(err, /\r\u001b\[Kweb-1: .+\n {4}no database\n/);
  assert.match(err, /\r\u001b\[Kweb: .+\n$/);
});

test('elsewhere nothing is said before the answer', async (t) => {
  const world = await fakeWorld(t, { fake: failing() });
  assert.equal(await runCommandLine(world, ['restart', 'web']), 1);
  assert.match(world.err(), /^web: .+\n {4}no database\n$/);
});
