import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DrawPace } from '../../../src/extension/tree/drawPace.ts';
import type { Change } from '../../../src/protocol/changes.ts';

function instance(status: string, id = 'web/0'): Change {
  return { kind: 'instance', instance: { id, status } } as unknown as Change;
}

const [launching, stopping] = [[instance('launching')], [instance('stopping')]];
const [online, stopped] = [[instance('online')], [instance('stopped')]];

test('a change is drawn soon, together with those that come meanwhile', () => {
  const pace = new DrawPace();
  assert.equal(pace.take(online, 1000), 20);
  assert.equal(pace.take([instance('online', 'web/1')], 1010), undefined);
});

test('a state on the way to another one is held back, and no longer than until that has come', () => {
  const pace = new DrawPace();
  assert.equal(pace.take(launching, 1000), 100);
  assert.equal(pace.take(launching, 1050), undefined);
  assert.equal(pace.take(online, 1060), 20);
  assert.equal(pace.take([instance('launching', 'web/1')], 1061), undefined);
});

test('a state that another one has followed keeps nothing waiting, and draws nothing', () => {
  const pace = new DrawPace();
  assert.equal(pace.take(stopping, 1000), 100);
  assert.equal(pace.take(launching, 1090), 100, 'the second has just begun');
  assert.equal(pace.take([instance('stopping', 'web/1')], 1095), undefined);
  assert.equal(pace.take(online, 1180), 15, 'that of the other instance is due');
});

test('only states that end by themselves are passing', () => {
  assert.equal(new DrawPace().take([...launching, ...stopping], 0), 100);
  assert.equal(new DrawPace().take([instance('launching'), instance('online', 'web/1')], 0), 20);
  assert.equal(new DrawPace().take([instance('waiting restart')], 0), 20);
  assert.equal(new DrawPace().take([{ kind: 'appRemoved', id: 'x' }], 0), 20);
  assert.equal(new DrawPace().take([], 0), 100, 'metrics are in no hurry');
  assert.equal(new DrawPace().take(null, 0), 20);
});

test('what was drawn is left alone as long as VS Code wants it, and nothing is put off by what follows', () => {
  const pace = new DrawPace();
  pace.take(online, 1000);
  pace.drawn('message', 1020);
  assert.equal(pace.take(stopped, 1030), 195);
  for (let now = 1040; now < 1225; now += 10) {
    assert.equal(pace.take([instance('online', String(now))], now), undefined);
  }
  pace.drawn('message', 1225);
  assert.equal(pace.take(online, 2000), 20);
});

test('a look at rows that are as they were keeps nothing waiting', () => {
  const pace = new DrawPace();
  pace.take(online, 1000);
  pace.drawn('nothing', 1020);
  assert.equal(pace.take(stopped, 1030), 20);
});

test('VS Code is told of no more before it has read what it was told, unless it never does', () => {
  const pace = new DrawPace();
  pace.take(online, 1000);
  pace.drawn('rows', 1020);
  assert.equal(pace.take(stopped, 1030), 990, 'it is busy');
  assert.equal(pace.read(1040), 185, 'as soon as VS Code draws again');
  pace.drawn('rows', 1225);
  assert.equal(pace.read(1230), undefined, 'there is nothing to draw');
  assert.equal(pace.take(online, 1500), 20);
  pace.drawn('rows', 1520);
  assert.equal(pace.take(stopped, 1600), 920);
  assert.equal(pace.read(1900), 0, 'it was late, and the change has waited enough');
});
