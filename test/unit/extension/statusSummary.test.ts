import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../src/ecosystem/translate.ts';
import { statusSummary } from '../../../src/extension/statusSummary.ts';
import type { AppInfo } from '../../../src/protocol/model.ts';
import { app, folder } from './records.ts';

function summary(...apps: readonly Partial<AppInfo>[]) {
  const snapshot = { files: [], apps: apps.map((one) => app(one)), instances: [] };
  return statusSummary([folder({ snapshot })], english);
}

test('instances are counted over all apps', () => {
  assert.deepEqual(summary({ instances: 3, online: 2 }, { name: 'api', instances: 1, online: 1 }), {
    text: '$(server-process) 3/4',
    spoken: 'Drover: 3 of 4 instances online',
    hasGivenUp: false,
    lines: [
      { icon: 'pass-filled', name: 'web', detail: 'online · 2/3' },
      { icon: 'pass-filled', name: 'api', detail: 'online · 1/1' },
    ],
  });
});

test('errored apps are counted, and alarm only where somebody wants them to run', () => {
  const unstarted = summary({ status: 'errored', wanted: false, online: 0 });
  assert.equal(unstarted?.text, '$(server-process) 0/2 $(error) 1');
  assert.equal(unstarted.spoken, 'Drover: 0 of 2 instances online, 1 app errored');
  assert.equal(unstarted.hasGivenUp, false);
  const two = summary({ status: 'errored', online: 1 }, { status: 'errored', online: 0 });
  assert.equal(two?.hasGivenUp, true);
  assert.match(two.spoken, /2 apps errored$/);
});

test('each app is listed with the shape of its state', () => {
  const shown = summary(
    { status: 'stopped', online: 0, runMode: 'dev' },
    { status: 'online', runMode: 'dev', instances: 1, online: 1 },
    { status: 'waiting restart', online: 1 },
    { status: 'launching', online: 0 },
    { status: 'completed', online: 0 },
    { status: 'waiting', online: 0 },
  );
  assert.deepEqual(
    shown?.lines.map(({ icon, detail }) => `${icon} ${detail}`),
    [
      'circle-outline stopped',
      'pass-filled online · 1/1 · DEV',
      'history waiting restart · 1/2',
      'loading~spin launching · 0/2',
      'pass completed',
      'watch waiting · 0/2',
    ],
  );
});

test('folders are named where there are several, and those that are not ready count for nothing', () => {
  const apps = [app()];
  const snapshot = { files: [], apps, instances: [] };
  const shown = statusSummary(
    [
      folder({ name: 'shop', snapshot }),
      folder({ name: 'blog', folder: '/blog', snapshot }),
      folder({ name: 'lost', folder: '/lost', state: 'lost', snapshot }),
    ],
    english,
  );
  assert.deepEqual(
    shown?.lines.map(({ name }) => name),
    ['shop: web', 'blog: web'],
  );
  assert.equal(shown?.text, '$(server-process) 4/4');
});

test('without apps there is nothing to say', () => {
  assert.equal(summary(), undefined);
  assert.equal(statusSummary([], english), undefined);
});
