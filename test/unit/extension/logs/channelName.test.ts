import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelName } from '../../../../src/extension/logs/channelName.ts';
import { app, instance } from '../records.ts';

const web = instance();
const other = instance({ app: 'jobs/ecosystem.json#web' });
const source = (id: string) => ({ kind: 'instance', instance: id }) as const;

test('a channel has the name of its instance', () => {
  assert.equal(channelName(source(web.id), { apps: [], instances: [web] }, null), 'web-0');
});

test('the same name in another file is told apart by the file', () => {
  const snapshot = { apps: [], instances: [web, other] };
  assert.equal(channelName(source(web.id), snapshot, null), 'web-0 (ecosystem.config.js)');
  assert.equal(channelName(source(other.id), snapshot, null), 'web-0 (jobs/ecosystem.json)');
});

test('in a window of several folders the folder is named', () => {
  assert.equal(channelName(source(web.id), { apps: [], instances: [web] }, 'shop'), 'web-0 (shop)');
  assert.equal(
    channelName(source(web.id), { apps: [], instances: [web, other] }, 'shop'),
    'web-0 (shop/ecosystem.config.js)',
  );
});

test('the channel of a whole app has the name of the app', () => {
  const shop = app();
  const same = app({ id: 'jobs/ecosystem.json#web' });
  const ofApp = { kind: 'app', app: shop.id } as const;
  assert.equal(channelName(ofApp, { apps: [shop], instances: [web] }, null), 'web');
  assert.equal(channelName(ofApp, { apps: [shop, same], instances: [] }, null), 'web (ecosystem.config.js)');
});
