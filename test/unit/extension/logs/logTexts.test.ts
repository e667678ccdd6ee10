import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../../src/ecosystem/translate.ts';
import { channelText } from '../../../../src/extension/logs/channelText.ts';
import { crashText, localTime } from '../../../../src/extension/logs/lastCrash.ts';
import { instancesOf, logSource } from '../../../../src/extension/logs/logSource.ts';
import { runNotes } from '../../../../src/extension/logs/runNotes.ts';
import { app, instance } from '../records.ts';

test('only a line of stderr ends in a space', () => {
  assert.equal(channelText({ stream: 'out', text: '\u001b[32mready  \u001b[39m' }, null), 'ready');
  assert.equal(channelText({ stream: 'err', text: 'no database  ' }, 'web-2'), 'web-2 | no database ');
  assert.equal(channelText({ stream: 'out', text: '' }, 'web-2'), 'web-2 |');
});

test('a crash is told with its exit, its time, what it means and its last lines', () => {
  const at = new Date(2026, 10, 21, 10, 15, 33, 120).getTime();
  const problem = {
    code: 'crashed',
    severity: 'warning',
    data: { exit: 'code 1', uptime: '30 ms' },
  } as const;
  const lines = [{ at, stream: 'err', text: 'no database' }] as const;
  const text = crashText(
    { code: 1, signal: null, at, uptimeMs: 30.09364499999992, problem, lines: [...lines] },
    'web-1',
    english,
  );
  assert.equal(
    text,
    [
      '… web-1 ended with exit code 1',
      '… 2026-11-21 10:15:33.120, 30 ms after its start',
      '… It exited with code 1 30 ms after its start.',
      '… The last 1 lines it wrote:',
      '',
      'no database ',
      '',
    ].join('\n'),
  );
  assert.equal(localTime(at), '2026-11-21 10:15:33.120');
});

test('a row of an app with several instances stands for all of them, with one for that', () => {
  const snapshot = { files: [], apps: [app()], instances: [instance(), instance({ index: 1 })] };
  const row = { target: { kind: 'app', folder: '/w', app: app().id } } as const;
  const all = logSource(row, snapshot);
  assert.deepEqual(all, { kind: 'app', app: app().id });
  assert.deepEqual(instancesOf(all ?? { kind: 'app', app: '' }, snapshot), [
    instance().id,
    instance({ index: 1 }).id,
  ]);
  const one = logSource(row, { ...snapshot, instances: [instance()] });
  assert.deepEqual(one, { kind: 'instance', instance: instance().id });
  assert.equal(logSource({ target: { kind: 'folder', folder: '/w' } }, snapshot), undefined);
});

test('a terminal is told of ends and starts, and of nothing else', () => {
  const running = instance({ pid: 7 });
  const exit = { code: null, signal: 'SIGKILL', at: 1 };
  assert.deepEqual(runNotes(running, { ...running, status: 'launching' }, english), []);
  assert.deepEqual(runNotes(running, { ...running, pid: null, exit, status: 'stopped' }, english), [
    'web-0 ended with SIGKILL',
  ]);
  const again = { ...running, pid: 8, exit: { ...exit, code: 1, signal: null } };
  assert.deepEqual(runNotes(running, again, english), [
    'web-0 ended with exit code 1',
    'web-0 started, process 8',
  ]);
  assert.deepEqual(runNotes({ ...running, pid: null }, running, english), ['web-0 started, process 7']);
});
