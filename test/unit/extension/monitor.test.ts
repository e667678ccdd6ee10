import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogTail } from '../../../src/extension/monitor/logTail.ts';
import { MetricsHistory, sampleOf, toSample } from '../../../src/extension/monitor/metricsHistory.ts';
import { pageHtml } from '../../../src/extension/pageHtml.ts';
import { readSelection, selectionKey } from '../../../src/extension/monitor/monitorSelection.ts';
import { presentMonitor } from '../../../src/extension/monitor/presentMonitor.ts';
import type { FolderView } from '../../../src/extension/tree/folderView.ts';
import type { MonitorLine, MonitorSelection } from '../../../src/protocol/monitor.ts';
import { app, file, folder, instance } from './records.ts';

const t = (text: string, ...args: readonly unknown[]): string =>
  text.replace(/\{(\d)\}/g, (_mark, index: string) => String(args[Number(index)]));

function present(view: FolderView, selection: MonitorSelection = 'all', isReconnecting = false) {
  return presentMonitor([{ view, isReconnecting }], selection, t);
}

const stopped = [0, 1].map((index) => instance({ index, status: 'stopped', pid: null }));

test('the page is told the chosen apps with their instances and what can be done', () => {
  const api = app({ id: 'ecosystem.config.js#api', name: 'api', sharing: 'none', status: 'stopped' });
  const snapshot = {
    files: [file()],
    apps: [app(), api],
    instances: [instance(), instance({ index: 1, health: 'unhealthy' })],
  };
  const { notice, apps, instances } = present(folder({ snapshot }), [{ folder: '/w', app: app().id }]);
  assert.equal(notice, null);
  assert.deepEqual(
    apps.map(({ name, folder: where, verbs }) => [name, where, verbs]),
    [['web', null, ['stop', 'restart', 'reload', 'scale']]],
  );
  assert.deepEqual(
    instances.map(({ key, name, tone }) => [key, name, tone]),
    [
      ['/w\necosystem.config.js#web/0', 'web-0', 'good'],
      ['/w\necosystem.config.js#web/1', 'web-1', 'warning'],
    ],
  );
  assert.deepEqual(
    present(folder({ snapshot })).apps.map(({ verbs }) => verbs),
    [['stop', 'restart', 'reload', 'scale'], ['start']],
  );
});

test('apps of several folders are told apart', () => {
  const other = folder({ folder: '/v', name: 'v' });
  const views = [folder(), other].map((view) => ({ view, isReconnecting: false }));
  const { apps } = presentMonitor(views, 'all', t);
  assert.deepEqual(
    apps.map((one) => one.folder),
    ['w', 'v'],
  );
  assert.equal(new Set(apps.map(({ key }) => key)).size, 2);
});

test('the page says why there is nothing new to see', () => {
  const only = (id: string): MonitorSelection => [{ folder: '/w', app: id }];
  const idle = folder({ snapshot: { files: [], apps: [app()], instances: stopped } });
  const empty = { files: [], apps: [], instances: [] };
  assert.match(present(idle).notice ?? '', /^Nothing is running/);
  assert.match(present(folder(), 'all', true).notice ?? '', /^Reconnecting/);
  assert.match(present(folder({ state: 'lost', snapshot: empty })).notice ?? '', /is lost/);
  assert.match(present(folder({ state: 'loading', snapshot: empty })).notice ?? '', /^Reading/);
  assert.match(present(folder(), only('ecosystem.config.js#gone')).notice ?? '', /no app to show/);
  const [notice] = [presentMonitor([], only('x'), t).notice ?? ''];
  assert.match(notice, /no longer open/);
});

test('the page loads only its own script and style, and no text can break out of it', () => {
  const title = '</script><b>';
  const html = pageHtml({
    language: 'de',
    title,
    facts: { texts: { title } },
    script: 'https://host/monitor.js',
    style: 'https://host/monitor.css',
    source: 'https://host',
    nonce: 'abc',
  });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  assert.equal(
    policy,
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src https://host; script-src 'nonce-abc'",
  );
  assert.equal(html.match(/<script/g)?.length, 2);
  assert.equal(html.match(/<\/script>/g)?.length, 2);
  assert.ok(!html.includes('<b>') && !/ style="| on\w+="/.test(html));
  assert.ok(html.includes('lang="de"'));
});

test('the same apps have one monitor, and what was kept over a reload is checked', () => {
  const one = { folder: '/w', app: 'a' };
  const two = { folder: '/w', app: 'b' };
  assert.equal(selectionKey([one, two]), selectionKey([two, one]));
  assert.notEqual(selectionKey([one]), selectionKey([two]));
  assert.deepEqual(readSelection([one, { folder: 1 }, null]), [one]);
  for (const kept of [undefined, 'all', {}, [], [3]]) assert.equal(readSelection(kept), 'all');
});

test('a flood of lines keeps its newest ones, in the order of their times', () => {
  const line = (at: number): MonitorLine => ({ at, name: 'web', stream: 'out', text: String(at) });
  const tail = new LogTail(3);
  tail.add([line(1), line(5)], 2);
  tail.add([line(2), line(3), line(4), line(6)]);
  const { lines, skipped } = tail.take();
  assert.deepEqual(
    lines.map(({ at }) => at),
    [3, 4, 6],
  );
  assert.equal(skipped, 5);
  assert.ok(tail.isEmpty);
});

const rowsAt = (at: number) => ({
  at,
  rows: [
    { instance: 'a/0', cpu: 10, memory: 20, lag: null },
    { instance: 'b/0', cpu: 30, memory: 40, lag: 5 },
  ],
});
const sampleAt = (at: number) => toSample(rowsAt(at), [{ id: 'b/0', restarts: 3 }], (id) => `w ${id}`);

test('a sample holds what was measured, by instance', () => {
  const sample = sampleAt(1);
  assert.deepEqual(sample.instances, ['w a/0', 'w b/0']);
  assert.deepEqual([...sample.values], [10, 20, Number.NaN, 0, 30, 40, 5, 3]);
  const part = sampleOf(sample, new Set(['w b/0']));
  assert.deepEqual([part.instances, [...part.values]], [['w b/0'], [30, 40, 5, 3]]);
  assert.equal(sampleOf(sample, new Set(['w a/0', 'w b/0'])), sample);
});

test('the last 15 minutes are kept, and a sample that two clients are told counts once', () => {
  const history = new MetricsHistory();
  const minute = 60_000;
  for (const at of [0, minute, minute, 14 * minute, 16 * minute]) history.add(sampleAt(1_000_000 + at));
  assert.deepEqual(
    history.samples.map(({ at }) => (at - 1_000_000) / minute),
    [14, 16],
  );
});
