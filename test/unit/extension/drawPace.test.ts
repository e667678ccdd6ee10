import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DrawPace, arePassing } from '../../../src/extension/tree/drawPace.ts';
import type { Change } from '../../../src/protocol/changes.ts';

test('a change is drawn soon, together with those that come meanwhile', () => {
  const pace = new DrawPace();
  assert.equal(pace.take(false, 1000), 20);
  assert.equal(pace.take(false, 1010), undefined);
});

test('a state on the way to another one is held back, and no longer than until that has come', () => {
  const pace = new DrawPace();
  assert.equal(pace.take(true, 1000), 100);
  assert.equal(pace.take(true, 1050), undefined);
  assert.equal(pace.take(false, 1060), 20);
  assert.equal(pace.take(true, 1061), undefined);
});

test('what was drawn is left alone as long as VS Code wants it, and nothing is put off by what follows', () => {
  const pace = new DrawPace();
  pace.take(false, 1000);
  pace.drawn(true, 1020);
  assert.equal(pace.take(false, 1030), 195);
  for (let now = 1040; now < 1225; now += 10) assert.equal(pace.take(false, now), undefined);
  pace.drawn(true, 1225);
  assert.equal(pace.take(false, 2000), 20);
});

test('a look at rows that are as they were keeps nothing waiting', () => {
  const pace = new DrawPace();
  pace.take(false, 1000);
  pace.drawn(false, 1020);
  assert.equal(pace.take(false, 1030), 20);
});

test('only states that end by themselves are passing', () => {
  const instance = (status: string): Change =>
    ({ kind: 'instance', instance: { status } }) as unknown as Change;
  assert.equal(arePassing([instance('launching'), instance('stopping')]), true);
  assert.equal(arePassing([instance('launching'), instance('online')]), false);
  assert.equal(arePassing([instance('waiting restart')]), false);
  assert.equal(arePassing([{ kind: 'appRemoved', id: 'x' }]), false);
  assert.equal(arePassing([]), true, 'metrics are in no hurry');
  assert.equal(arePassing(null), false);
});
