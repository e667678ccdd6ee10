import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { painterFor } from '../../../../src/cli/colours.ts';
import { frame } from '../../../../src/cli/monit/frame.ts';
import type { MonitState } from '../../../../src/cli/monit/monitState.ts';
import { beginMonit, select, withLogs, withMetrics } from '../../../../src/cli/monit/monitState.ts';
import { changedLines } from '../../../../src/cli/monit/screen.ts';
import type { LogLine } from '../../../../src/protocol/model.ts';
import { app, instance, webSnapshot } from '../fakeWorld.ts';

const plain = painterFor({ write: () => true }, {});
const coloured = painterFor({ write: () => true, isTTY: true }, {});

function lines(count: number): LogLine[] {
  return Array.from({ length: count }, (_one, index) => ({
    at: index,
    stream: 'out',
    text: `line ${index}`,
  }));
}

function shown(state: MonitState, columns: number, rows: number): string[] {
  const drawn = frame(state, { columns, rows, paint: plain });
  assert.equal(drawn.length, rows);
  for (const line of drawn) assert.ok(stringWidth(line) <= columns, `${columns} columns: ${line}`);
  return drawn.map((line) => line.trimEnd());
}

function many(count: number): MonitState {
  const web = app('web');
  const instances = Array.from({ length: count }, (_one, index) => instance(web, index));
  return beginMonit('/shop', { files: [], apps: [web], instances }, 100_000);
}

function measured(state: MonitState): MonitState {
  const rows = state.snapshot.instances.map(({ id }, index) => ({
    instance: id,
    cpu: index * 50,
    memory: (index + 1) * 2 ** 20,
    lag: null,
  }));
  return withMetrics(state, rows, 100_000);
}

test('the list, the logs of the selected instance and the keys share the screen', () => {
  const state = withLogs(measured(beginMonit('/shop', webSnapshot(), 100_000)), lines(30));
  assert.deepEqual(shown(state, 80, 12), [
    '2 of 2 online  cpu 50.0%  memory 3.0 MB  /shop',
    '  name   status    cpu            memory            restarts  uptime  port',
    '> web-0  online   0.0%         ▁  1.0 MB         ▅         0      1m  3000',
    '  web-1  online  50.0%         ▅  2.0 MB         █         0      1m  3000',
    `── web-0 ${'─'.repeat(71)}`,
    ...['24', '25', '26', '27', '28', '29'].map((index) => `| line ${index}`),
    '/ filter  r restart  s stop/start  l reload  + - scale  tab logs  ? help  q quit',
  ]);
});

test('a narrow terminal has fewer columns, and a tiny one still the list', () => {
  const state = withLogs(measured(beginMonit('/shop', webSnapshot(), 100_000)), lines(30));
  const narrow = shown(state, 40, 12);
  assert.equal(narrow[1], '  name   status    cpu  memory  uptime');
  assert.equal(narrow.at(-1), '/ filter  r restart  ? help  q quit');
  assert.deepEqual(shown(state, 20, 3), ['  name   status', '> web-0  online', '? help  q quit']);
  assert.deepEqual(shown(state, 12, 1).length, 1);
});

test('of 64 instances those around the selected one are seen', () => {
  const first = many(64);
  assert.match(shown(first, 80, 24)[2] ?? '', /^> web-0 /);
  const last = select(first, first.snapshot.instances[63]?.id ?? null);
  const drawn = shown(last, 80, 24);
  const rows = drawn.filter((line) => /^[> ] web-\d/.test(line));
  assert.equal(rows.length, 14);
  assert.match(rows.at(-1) ?? '', /^> web-63 /);
  const middle = select(first, first.snapshot.instances[30]?.id ?? null);
  const around = shown(middle, 80, 24).filter((line) => /^[> ] web-\d/.test(line));
  assert.match(around[7] ?? '', /^> web-30 /);
});

test('logs scroll back, have the whole screen, and bring no control characters', () => {
  const state = withLogs(many(1), [
    ...lines(40),
    { at: 50, stream: 'err', text: '\u001b[31mred\u001b[0m\tand\u0007 \r宽宽' },
  ]);
  const whole = shown({ ...state, isLogsOnly: true }, 60, 10);
  assert.equal(whole[0], `── web-0 ${'─'.repeat(51)}`);
  assert.equal(whole[8], '| red    and 宽宽');
  const back = shown({ ...state, isLogsOnly: true, scrolledBack: 35 }, 60, 10);
  assert.match(back[0] ?? '', /^── web-0, 35 lines back ─/);
  assert.deepEqual([back[1], back[8]], ['| line 0', '| line 7']);
  assert.equal(shown({ ...state, isLogsOnly: true, scrolledBack: 1000 }, 60, 10)[1], '| line 0');
  const narrow = shown({ ...state, isLogsOnly: true }, 17, 10);
  assert.equal(narrow[8], '| red    and 宽宽');
  assert.equal(shown({ ...state, isLogsOnly: true }, 16, 10)[8], '| red    and 宽…');
});

test('the selected row is reversed, and without colours nothing but text is drawn', () => {
  const state = many(2);
  const style = { columns: 80, rows: 10 };
  assert.match(frame(state, { ...style, paint: coloured })[2] ?? '', /^\u001b\[7m> web-0 .*\u001b\[27m$/);
  for (const line of frame(state, { ...style, paint: plain }))
    assert.equal(stripVTControlCharacters(line), line);
});

test('help, the filter, the question and what was done stand in the last line', () => {
  const state = many(2);
  const last = (changes: Partial<MonitState>) => shown({ ...state, ...changes }, 80, 14).at(-1);
  assert.equal(last({ mode: 'filter', filter: 'we' }), '/we_');
  assert.equal(last({ mode: 'stopAll' }), 'Stop all 1 apps? y stops them, any other key does not.');
  assert.equal(last({ message: 'web-0 is restarted.' }), 'web-0 is restarted.');
  assert.equal(shown({ ...state, mode: 'help' }, 80, 14)[0], 'Keys');
  assert.match(shown({ ...state, filter: 'none' }, 80, 14).join('\n'), /Nothing fits\./);
});

test('only what differs is written', () => {
  assert.equal(changedLines(['a', 'b'], ['a', 'b']), '');
  assert.equal(changedLines(['a', 'b'], ['a', 'c']), '\u001b[2;1Hc\u001b[0m\u001b[K');
  assert.equal(changedLines([], ['a']), '\u001b[1;1Ha\u001b[0m\u001b[K');
});

test('nothing that apps and folders are called, or write, acts on the terminal', () => {
  const trap = 'x\u001b]52;c;eA==\u0007\u001b[2J\n\u202e';
  const web = { ...app('web'), name: trap };
  const one = { ...instance(web, 0), name: trap, problem: problem(trap) };
  const state = withLogs(beginMonit(`/${trap}`, { files: [], apps: [web], instances: [one] }, 100_000), [
    { at: 0, stream: 'out', text: trap },
  ]);
  const drawn = [80, 200].flatMap((columns) =>
    frame({ ...state, message: trap }, { columns, rows: 12, paint: plain }),
  );
  for (const line of drawn) assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f]/);
  assert.ok(drawn.some((line) => line.includes('x␛]52;c;eA==␇␛[2J␊\\u202e')));
});

function problem(script: string) {
  return { code: 'script-gone', severity: 'error', data: { script } } as const;
}
