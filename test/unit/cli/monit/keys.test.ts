import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historyBars } from '../../../../src/cli/monit/historyBars.ts';
import type { MonitState } from '../../../../src/cli/monit/monitState.ts';
import { beginMonit, shownInstances, withLogs, withSnapshot } from '../../../../src/cli/monit/monitState.ts';
import { pressKey } from '../../../../src/cli/monit/pressKey.ts';
import { readKeys } from '../../../../src/cli/monit/readKeys.ts';
import { app, instance } from '../fakeWorld.ts';

const [web, api] = [app('web'), app('api', { namespace: 'back' })];
const instances = [
  instance(web, 0),
  instance(web, 1, { status: 'stopped' }),
  instance(api, 0, { name: 'api' }),
];
const begun = beginMonit('/shop', { files: [], apps: [web, api], instances }, 0);

function press(state: MonitState, ...keys: readonly string[]) {
  let pressed: ReturnType<typeof pressKey> = { state };
  for (const key of keys) pressed = pressKey(pressed.state, key, 10);
  return pressed;
}

test('keys are read from what terminals send', () => {
  assert.deepEqual(readKeys('j\u001b[A\u001bOB\u001b[5~\r\t\u007f\u0003é'), [
    ...['j', 'up', 'down', 'page up', 'enter', 'tab', 'backspace', 'ctrl+c', 'é'],
  ]);
  assert.deepEqual(readKeys('\u001b'), ['escape']);
  assert.deepEqual(readKeys('\u001b[1;5Cq\u0001'), ['q']);
});

test('arrows and j, k choose among what is shown, and stay inside', () => {
  assert.equal(begun.selected, `${web.id}/0`);
  assert.equal(press(begun, 'down').state.selected, `${web.id}/1`);
  assert.equal(press(begun, 'j', 'j', 'j', 'j', 'k').state.selected, `${web.id}/1`);
  assert.equal(press(begun, 'end').state.selected, `${api.id}/0`);
  assert.equal(press(begun, 'end', 'home').state.selected, `${web.id}/0`);
});

test('r, s, l, + and - ask for what they stand for', () => {
  const asked = (...keys: readonly string[]) => {
    const { action } = press(begun, ...keys);
    return action?.kind === 'request' ? [action.method, action.params] : action?.kind;
  };
  assert.deepEqual(asked('r'), ['apps/restart', { targets: [`${web.id}/0`] }]);
  assert.deepEqual(asked('s'), ['apps/stop', { targets: [`${web.id}/0`] }]);
  assert.deepEqual(asked('down', 's'), ['apps/start', { targets: [`${web.id}/1`] }]);
  assert.deepEqual(asked('l'), ['apps/reload', { targets: [web.id] }]);
  assert.deepEqual(asked('+'), ['apps/scale', { targets: [web.id], by: 1 }]);
  assert.deepEqual(asked('end', '-'), ['apps/scale', { targets: [api.id], by: -1 }]);
  assert.deepEqual(asked('q'), 'quit');
  assert.deepEqual(asked('/', 'ctrl+c'), 'quit');
  assert.deepEqual(asked('ctrl+z'), 'suspend');
  assert.equal(asked('x'), undefined);
});

test('everything is stopped after a question only', () => {
  assert.equal(press(begun, 'S').action, undefined);
  assert.equal(press(begun, 'S', 'n').action, undefined);
  assert.equal(press(begun, 'S', 'n').state.mode, 'list');
  const { action } = press(begun, 'S', 'y');
  assert.deepEqual(action?.kind === 'request' && action.params, { targets: ['all'] });
});

test('a filter is typed, kept and taken back, and keys are text meanwhile', () => {
  const typed = press(begun, '/', 'b', 'a', 'q', 'backspace', 'c');
  assert.equal(typed.action, undefined);
  assert.deepEqual(
    shownInstances(typed.state).map(({ name }) => name),
    ['api'],
  );
  assert.equal(typed.state.selected, `${api.id}/0`);
  const kept = press(typed.state, 'enter');
  assert.deepEqual([kept.state.mode, kept.state.filter], ['list', 'bac']);
  assert.equal(press(kept.state, 'escape').state.filter, '');
  assert.deepEqual(
    shownInstances({ ...begun, filter: 'STOPPED' }).map(({ name }) => name),
    ['web-1'],
  );
  assert.equal(press(begun, '/', 'z', 'z').state.selected, null);
  assert.equal(press(begun, '/', 'z', 'z', 'enter', 'r').action, undefined);
});

test('enter gives the logs the screen, where the arrows scroll; new lines leave what is read in place', () => {
  const logs = Array.from({ length: 30 }, (_one, at) => ({ at, stream: 'out' as const, text: String(at) }));
  const open = press(withLogs(begun, logs), 'enter').state;
  assert.deepEqual([open.isLogsOnly, open.focus], [true, 'logs']);
  const back = press(open, 'up', 'page up').state;
  assert.equal(back.scrolledBack, 11);
  assert.equal(withLogs(back, logs.slice(0, 5)).scrolledBack, 16);
  assert.equal(withLogs(open, logs).scrolledBack, 0);
  assert.equal(press(back, 'home').state.scrolledBack, 30);
  assert.equal(press(back, 'end').state.scrolledBack, 0);
  assert.equal(press(back, 'enter').state.isLogsOnly, false);
  assert.equal(press(begun, 'tab', 'tab').state.focus, 'list');
});

test('where the selected instance goes, another is selected and its logs begin', () => {
  const state = withLogs(begun, [{ at: 0, stream: 'out', text: 'x' }]);
  const left = withSnapshot(state, { ...state.snapshot, instances: instances.slice(1) });
  assert.deepEqual([left.selected, left.logs], [`${web.id}/1`, []]);
  const same = withSnapshot(state, { ...state.snapshot, instances: instances.slice(0, 1) });
  assert.deepEqual([same.selected, same.logs.length], [`${web.id}/0`, 1]);
});

test('bars stand for the last values', () => {
  assert.equal(historyBars([0, 50, 100], 100, 5), '  ▁▅█');
  assert.equal(historyBars([1, 2, 3, 4, 200], 4, 3), '▆██');
});
