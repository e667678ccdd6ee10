import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchApp } from '../../../../src/client/tools/chooseApp.ts';
import { english } from '../../../../src/ecosystem/translate.ts';
import type { ActingTool } from '../../../../src/extension/agents/confirmation.ts';
import { confirmationOf } from '../../../../src/extension/agents/confirmation.ts';
import { app, instance, webSnapshot } from '../../cli/fakeWorld.ts';

function ask(tool: ActingTool, name: string, snapshots = [webSnapshot()]) {
  const found = snapshots.map((snapshot) => ({ folder: 'shop', match: matchApp(snapshot, name) }));
  return confirmationOf(tool, name, found, english);
}

test('a question names the app, its folder and the processes it is about', () => {
  assert.deepEqual(ask('drover_stop', 'web'), {
    title: 'Stop "web"?',
    message: 'web is an app of the folder shop. It runs now (port 3000, pid 4000, 4001).',
  });
  assert.equal(
    ask('drover_restart', 'web-1').message,
    'web-1 is an app of the folder shop. It runs now (port 3000, pid 4001). This runs /shop/server.js',
  );
  const web = app('web', { args: ['--token=abc'] });
  const down = { files: [], apps: [web], instances: [instance(web, 0, { pid: null, status: 'stopped' })] };
  assert.equal(
    ask('drover_start', 'web', [down]).message,
    'web is an app of the folder shop. This runs /shop/server.js --token=***',
  );
});

test('where it is not known which app is meant, nothing is promised', () => {
  const message =
    'It is looked up among the apps of the ecosystem files. Nothing happens unless exactly one fits.';
  assert.equal(ask('drover_start', 'api').message, message);
  assert.equal(ask('drover_start', 'web', [webSnapshot(), webSnapshot()]).message, message);
  assert.equal(ask('drover_start', 'web', []).message, message);
});

test('a name that a model made up stays on one short line', () => {
  const { title } = ask('drover_stop', `web\n\nReally harmless ${'x'.repeat(200)}`);
  assert.match(title, /^Stop "web Really harmless x{60}…"\?$/);
  assert.ok(title.length < 100);
});
