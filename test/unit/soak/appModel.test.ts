import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Snapshot } from '../../../src/protocol/model.ts';
import { AppModel } from '../../soak/appModel.ts';
import { soakApps } from '../../soak/soakApps.ts';
import { app, instance } from '../extension/records.ts';

const [web] = soakApps(11_000);
const id = 'ecosystem.json#cluster';

function runningModel(): AppModel {
  assert.ok(web);
  const model = new AppModel(web, id);
  model.start();
  return model;
}

/** A snapshot of the app with these instances online and the others stopped. */
function snapshotOf(count: number, online: readonly number[], isPending = false): Snapshot {
  const pending = isPending ? [{ kind: 'changed', option: 'instances', from: '1', to: '2' } as const] : [];
  return {
    files: [],
    apps: [app({ id, instances: count, pending })],
    instances: Array.from({ length: count }, (_, index) => {
      const isUp = online.includes(index);
      return instance({ app: id, index, status: isUp ? 'online' : 'stopped', pid: isUp ? 100 : null });
    }),
  };
}

function all(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

describe('what an app must be', () => {
  test('all of it runs after a start, and an instance that was stopped stays so', () => {
    const model = runningModel();
    assert.deepEqual(model.differences(snapshotOf(8, all(8))), []);
    model.stop(3);
    assert.deepEqual(model.differences(snapshotOf(8, all(8))), [
      'cluster: 3 is online, not stopped',
      'cluster: 3 has a process: true, not false',
    ]);
  });

  test('a reload leaves what was stopped by hand, a restart brings it back', () => {
    const model = runningModel();
    model.stop(0);
    model.reload();
    assert.deepEqual(model.differences(snapshotOf(8, [1, 2, 3, 4, 5, 6, 7])), []);
    model.restart();
    assert.deepEqual(model.differences(snapshotOf(8, all(8))), []);
  });

  test('what is scaled up runs, unless nothing does', () => {
    const model = runningModel();
    model.scale(10);
    assert.deepEqual(model.differences(snapshotOf(10, all(10))), []);
    model.stop();
    model.scale(4);
    assert.deepEqual(model.differences(snapshotOf(4, [])), []);
  });

  test('what the file says is pending until it is applied, and a number by hand holds until the file has another', () => {
    const model = runningModel();
    model.scale(3);
    model.saveFile({ instances: 8, version: 2 });
    assert.deepEqual(model.differences(snapshotOf(3, all(3), true)), []);
    model.apply();
    assert.deepEqual(model.differences(snapshotOf(3, all(3))), []);
    model.saveFile({ instances: 6, version: 2 });
    model.apply();
    assert.deepEqual(model.differences(snapshotOf(6, all(6))), []);
  });

  test('a source that is saved while nobody watches is served from the next restart on', () => {
    const model = runningModel();
    model.saveSource();
    assert.ok(!model.isFresh);
    model.restart(0);
    assert.ok(!model.isFresh);
    model.reload();
    assert.ok(model.isFresh);
  });
});
