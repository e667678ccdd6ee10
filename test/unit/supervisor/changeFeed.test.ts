import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SnapshotMirror } from '../../../src/client/snapshotMirror.ts';
import type { EventParams } from '../../../src/protocol/contract.ts';
import { ChangeFeed, unsentChanges } from '../../../src/supervisor/changeFeed.ts';

type Changed = EventParams<'changed'>;

/** A client that reads only when it is told to. */
class Reader {
  readonly sent: Changed[] = [];
  readonly feed = new ChangeFeed((changed) => {
    this.sent.push(changed);
    return new Promise<void>((resolve) => this.#unread.push(resolve));
  });
  #unread: (() => void)[] = [];

  async readAll(): Promise<void> {
    while (this.#unread.length > 0) {
      for (const resolve of this.#unread.splice(0)) resolve();
      await new Promise(setImmediate);
    }
  }
}

function change(seq: number): Changed {
  return { seq, changes: [{ kind: 'appRemoved', id: `app-${seq}` }] };
}

test('a client that reads is told every change', async () => {
  const reader = new Reader();
  for (let seq = 1; seq <= unsentChanges * 3; seq += 1) {
    reader.feed.tell(change(seq));
    await reader.readAll();
  }
  assert.deepEqual(
    reader.sent.map(({ seq }) => seq),
    Array.from({ length: unsentChanges * 3 }, (_, index) => index + 1),
  );
});

for (const missed of [2, 5000]) {
  test(`a client that missed ${missed} changes asks for the state when it reads again`, async () => {
    const reader = new Reader();
    const last = unsentChanges + missed;
    for (let seq = 1; seq <= last; seq += 1) reader.feed.tell(change(seq));
    assert.equal(reader.sent.length, unsentChanges, 'no more are kept');
    await reader.readAll();
    const mirror = new SnapshotMirror(0, { files: [], apps: [], instances: [] });
    const taken = reader.sent.map((changed) => mirror.take(changed));
    assert.equal(taken.at(-1), 'gap');
    assert.ok(taken.slice(0, -1).every((changes) => changes !== 'gap'));
    assert.notEqual(mirror.replace(last, { files: [], apps: [], instances: [] }), 'gap');
    reader.feed.tell(change(last + 1));
    const next = reader.sent.at(-1);
    assert.deepEqual(next && mirror.take(next), change(last + 1).changes);
  });
}

test('a single change that was left out is told as it is, for it leaves no gap', async () => {
  const reader = new Reader();
  for (let seq = 1; seq <= unsentChanges + 1; seq += 1) reader.feed.tell(change(seq));
  await reader.readAll();
  assert.deepEqual(reader.sent.at(-1), change(unsentChanges + 1));
});
