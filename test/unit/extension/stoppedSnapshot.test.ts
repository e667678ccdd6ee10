import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stoppedSnapshot } from '../../../src/extension/folders/stoppedSnapshot.ts';
import { app, file, instance } from './records.ts';

test('when the supervisor has ended nothing runs or differs, and what is in no file is forgotten', () => {
  const old = app({ id: 'ecosystem.config.js#old', name: 'old', listed: false });
  const { apps, instances } = stoppedSnapshot({
    files: [file()],
    apps: [app({ pending: [{ kind: 'removed', option: 'env A', from: null, to: null }] }), old],
    instances: [instance({ health: 'healthy', held: true }), instance({ app: old.id })],
  });
  assert.deepEqual(
    apps.map(({ name, status, pending }) => [name, status, pending]),
    [['web', 'stopped', []]],
  );
  assert.deepEqual(
    instances.map(({ name, status, health, held }) => [name, status, health, held]),
    [['web-0', 'stopped', null, false]],
  );
});
