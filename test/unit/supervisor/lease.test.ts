import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Lease } from '../../../src/supervisor/lease.ts';

function leaseOf(origin: 'editor' | 'cli', seconds: number | null): { lease: Lease; isOver: () => boolean } {
  let over = false;
  return { lease: new Lease(origin, seconds, () => (over = true)), isOver: () => over };
}

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
test.afterEach(() => mock.timers.reset());

test('an editor that has left for the length of the lease ends it', () => {
  const { lease, isOver } = leaseOf('editor', 30);
  lease.setClients(1);
  lease.setClients(0);
  mock.timers.tick(29_999);
  assert.equal(isOver(), false);
  mock.timers.tick(1);
  assert.equal(isOver(), true);
});

test('coming back within the lease keeps it, however often', () => {
  const { lease, isOver } = leaseOf('editor', 30);
  for (let round = 0; round < 3; round += 1) {
    lease.setClients(1);
    lease.setClients(0);
    mock.timers.tick(20_000);
  }
  assert.equal(isOver(), false);
});

test('a lease of null never ends while something is wanted', () => {
  const { lease, isOver } = leaseOf('editor', null);
  lease.setWanted(true);
  lease.setClients(1);
  lease.setClients(0);
  mock.timers.tick(86_400_000);
  assert.equal(isOver(), false);
});

test('a starter has ten seconds to connect, even with a lease of 0', () => {
  const { isOver } = leaseOf('editor', 0);
  mock.timers.tick(9_999);
  assert.equal(isOver(), false);
  mock.timers.tick(1);
  assert.equal(isOver(), true);
});

test('what the command line started runs on until nothing has been wanted for ten minutes', () => {
  const { lease, isOver } = leaseOf('cli', null);
  lease.setWanted(true);
  mock.timers.tick(86_400_000);
  assert.equal(isOver(), false);
  lease.setWanted(false);
  mock.timers.tick(599_999);
  assert.equal(isOver(), false);
  mock.timers.tick(1);
  assert.equal(isOver(), true);
});

test('a window does not change the rule of what the command line started', () => {
  const { lease, isOver } = leaseOf('cli', null);
  lease.setWanted(true);
  lease.setClients(1);
  lease.setSeconds(0);
  lease.setClients(0);
  mock.timers.tick(3_600_000);
  assert.equal(isOver(), false);
});
