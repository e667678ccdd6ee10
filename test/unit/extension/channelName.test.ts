import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelName } from '../../../src/extension/logs/channelName.ts';
import { instance } from './records.ts';

const web = instance();
const other = instance({ app: 'jobs/ecosystem.json#web' });

test('a channel has the name of its instance', () => {
  assert.equal(channelName(web.id, { instances: [web] }, null), 'web-0');
});

test('the same name in another file is told apart by the file', () => {
  const snapshot = { instances: [web, other] };
  assert.equal(channelName(web.id, snapshot, null), 'web-0 (ecosystem.config.js)');
  assert.equal(channelName(other.id, snapshot, null), 'web-0 (jobs/ecosystem.json)');
});

test('in a window of several folders the folder is named', () => {
  assert.equal(channelName(web.id, { instances: [web] }, 'shop'), 'web-0 (shop)');
  assert.equal(channelName(web.id, { instances: [web, other] }, 'shop'), 'web-0 (shop/ecosystem.config.js)');
});
