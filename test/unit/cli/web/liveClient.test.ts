import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../../src/client/emitter.ts';
import type { Channel } from '../../../../src/cli/web/live/channel.ts';
import { heartbeatMs, LiveClient, slowBytes, stuckBytes } from '../../../../src/cli/web/live/liveClient.ts';
import type { StateEntry } from '../../../../src/cli/web/live/stateFeed.ts';
import { Machine } from '../../../../src/cli/web/machine.ts';
import { SupervisorLink } from '../../../../src/cli/web/supervisorLink.ts';
import type { EventParams } from '../../../../src/protocol/contract.ts';

function setUp(metrics = true) {
  const added = new Emitter<[StateEntry]>();
  const measured = new Emitter<[EventParams<'metrics'>]>();
  const written: string[] = [];
  const ends: string[] = [];
  const it = { backlog: 0, holds: 0, token: 'first', written, ends };
  const channel: Channel = {
    write: ({ type }) => void written.push(type),
    backlog: () => it.backlog,
    end: (reason) => void ends.push(reason),
  };
  const link = new SupervisorLink({
    folder: '/shop',
    join: async () => null,
    start: async () => assert.fail('not to be started'),
  });
  const entry: StateEntry = { id: 'a-0', type: 'ProcessList', text: '{}' };
  const hold = () => {
    it.holds += 1;
    return { dispose: () => void (it.holds -= 1) };
  };
  const client = new LiveClient(
    channel,
    {
      link,
      state: { from: () => [entry], onDidAdd: added.on },
      usage: { hold, onDidMeasure: measured.on },
      machine: new Machine(),
      token: () => it.token,
    },
    { logs: undefined, metrics, after: undefined },
  );
  return {
    it,
    client,
    change: () => added.fire({ id: 'a-1', type: 'ProcessUpdate', text: '{}' }),
    measure: () => measured.fire({ at: 0, rows: [] }),
  };
}

test('a client that reads too slowly gets the state and no measurements', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { it, client, change, measure } = setUp();
  measure();
  it.backlog = slowBytes + 1;
  measure();
  change();
  t.mock.timers.tick(heartbeatMs);
  it.backlog = 0;
  measure();
  t.mock.timers.tick(heartbeatMs);
  assert.deepEqual(it.written, ['ProcessList', 'SystemUpdate', 'ProcessUpdate', 'SystemUpdate', 'Heartbeat']);
  client.dispose();
});

test('one that does not even take the state is sent away with the reason, and costs nothing more', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { it, change, measure } = setUp();
  assert.equal(it.holds, 1);
  it.backlog = stuckBytes + 1;
  change();
  assert.match(it.ends[0] ?? '', /^4194304 bytes wait that were not read\./);
  assert.equal(it.holds, 0);
  it.backlog = 0;
  change();
  measure();
  t.mock.timers.tick(heartbeatMs);
  assert.deepEqual([it.written, it.ends.length], [['ProcessList'], 1]);
});

test('one whose token counts no more is sent away', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { it } = setUp();
  t.mock.timers.tick(heartbeatMs);
  it.token = 'second';
  t.mock.timers.tick(heartbeatMs);
  assert.deepEqual(it.written, ['ProcessList', 'Heartbeat']);
  assert.match(it.ends[0] ?? '', /^The token counts no more\./);
});
