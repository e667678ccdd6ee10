import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createListenMark } from '../../../src/supervisor/platform/listenMark.ts';

function counts(tcp: number, tcp6: number, orphan = 0): string {
  return `sockets: used 81\nTCP: inuse ${tcp} orphan ${orphan} tw 10\nUDP: inuse 0\nTCP6: inuse ${tcp6}\nUDP6: inuse 0\n`;
}

describe('the mark of listening sockets', () => {
  it('reads the tables only when the number of sockets is another one', () => {
    let text = counts(2, 4);
    let reads = 0;
    const mark = createListenMark(
      () => text,
      () => String(++reads),
    );
    assert.deepEqual([mark(), mark()], ['1', '1']);
    text = counts(2, 4, 7);
    assert.equal(mark(), '1');
    text = counts(3, 4);
    assert.deepEqual([mark(), mark()], ['2', '2']);
    text = counts(3, 5);
    assert.equal(mark(), '3');
  });

  it('reads them in the end where one socket took the place of another', () => {
    let listening = 'a';
    const mark = createListenMark(
      () => counts(2, 4),
      () => listening,
    );
    mark();
    listening = 'b';
    const seen = Array.from({ length: 20 }, mark);
    assert.equal(seen[0], 'a');
    assert.ok(seen.includes('b'));
  });

  it('reads them each time where nothing is counted', () => {
    let reads = 0;
    const mark = createListenMark(
      () => '',
      () => String(++reads),
    );
    assert.deepEqual([mark(), mark()], ['1', '2']);
  });
});
