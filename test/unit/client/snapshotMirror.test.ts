import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SnapshotMirror } from '../../../src/client/snapshotMirror.ts';
import type { Change } from '../../../src/protocol/changes.ts';
import type { FileInfo } from '../../../src/protocol/model.ts';

function file(path: string): FileInfo {
  return { path, dialect: 'pm2', apps: [], problems: [] };
}

function adds(path: string): Change {
  return { kind: 'file', file: file(path) };
}

function paths(mirror: SnapshotMirror): string[] {
  return mirror.snapshot.files.map((one) => one.path);
}

test('changes that follow on each other are applied, and old ones are passed over', () => {
  const mirror = new SnapshotMirror(4, { files: [], apps: [], instances: [] });
  assert.deepEqual(mirror.take({ seq: 4, changes: [adds('old')] }), []);
  assert.deepEqual(mirror.take({ seq: 5, changes: [adds('a')] }), [adds('a')]);
  assert.deepEqual(paths(mirror), ['a']);
});

test('a gap is told once, and what arrives before the snapshot is applied after it', () => {
  const mirror = new SnapshotMirror(1, { files: [file('a')], apps: [], instances: [] });
  assert.equal(mirror.take({ seq: 3, changes: [adds('in snapshot')] }), 'gap');
  assert.deepEqual(mirror.take({ seq: 4, changes: [adds('later')] }), []);
  assert.deepEqual(paths(mirror), ['a']);
  const changes = mirror.replace(3, { files: [file('b')], apps: [], instances: [] });
  assert.deepEqual(changes, [{ kind: 'fileRemoved', path: 'a' }, adds('b'), adds('later')]);
  assert.deepEqual(mirror.take({ seq: 5, changes: [adds('c')] }), [adds('c')]);
});

test('a gap behind the snapshot asks for another one and loses nothing', () => {
  const mirror = new SnapshotMirror(1, { files: [], apps: [], instances: [] });
  mirror.take({ seq: 3, changes: [adds('a')] });
  mirror.take({ seq: 6, changes: [adds('b')] });
  assert.equal(mirror.replace(3, { files: [], apps: [], instances: [] }), 'gap');
  mirror.replace(5, { files: [], apps: [], instances: [] });
  assert.deepEqual(paths(mirror), ['b']);
});
