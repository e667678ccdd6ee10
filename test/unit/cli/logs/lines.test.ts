import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileLine } from '../../../../src/cli/logs/fileLine.ts';
import { compileLineReader } from '../../../../src/cli/logs/fileLine.ts';
import type { LineFilter } from '../../../../src/cli/logs/lineFilter.ts';
import { accepts, parseGrep } from '../../../../src/cli/logs/lineFilter.ts';
import { openLog } from '../../../../src/cli/logs/linesBackwards.ts';
import { mergeByTime } from '../../../../src/cli/logs/mergeByTime.ts';
import { olderThanMemory, takeOlder } from '../../../../src/cli/logs/olderLines.ts';

const everything: LineFilter = { stream: null, since: null, until: null, grep: null, invert: false };

function line(text: string, at: number | null = null): FileLine {
  return { at, stream: 'out', text };
}

function inMemory(...texts: readonly string[]) {
  return texts.map((text, index) => ({ at: 1000 - index, stream: 'out' as const, text }));
}

async function* piece(...lines: readonly FileLine[]) {
  yield lines;
}

async function readAll(lines: AsyncIterable<readonly string[]>): Promise<string[]> {
  const all: string[] = [];
  for await (const some of lines) all.push(...some);
  return all;
}

test('a filter chooses by stream, time and expression; what has no time fits no time', () => {
  const at = (time: number | null) => ({ at: time, stream: 'err' as const, text: 'Timeout' });
  assert.ok(accepts({ ...everything, stream: 'err', since: 5, until: 6 }, at(5)));
  assert.ok(!accepts({ ...everything, stream: 'out' }, at(5)));
  assert.ok(!accepts({ ...everything, since: 6 }, at(5)));
  assert.ok(!accepts({ ...everything, until: 4 }, at(5)));
  assert.ok(!accepts({ ...everything, until: 4 }, at(null)));
  const grep = parseGrep('/time/gi') ?? null;
  assert.ok(accepts({ ...everything, grep }, at(5)) && accepts({ ...everything, grep }, at(5)));
  assert.ok(!accepts({ ...everything, grep, invert: true }, at(5)));
  assert.equal(parseGrep('('), undefined);
});

test('lines are read with their times as the app has them written', () => {
  const streams = ['err'] as const;
  const plain = compileLineReader({ streams, dateFormat: null, json: false });
  assert.deepEqual(plain('GET /'), { at: null, stream: 'err', text: 'GET /' });
  assert.equal(plain('2026-11-21T14:00:00.250Z ready').at, Date.UTC(2026, 10, 21, 14, 0, 0, 250));
  assert.equal(plain('[2026-11-21 14:00:00,5 +0100] x').at, Date.UTC(2026, 10, 21, 13, 0, 0, 500));
  const dated = compileLineReader({ streams, dateFormat: 'YYYY-MM-DD HH:mm', json: false });
  const at = new Date(2026, 10, 21, 14, 0).getTime();
  assert.deepEqual(dated('2026-11-21 14:00: a: b'), { at, stream: 'err', text: 'a: b' });
  assert.equal(dated('older line').text, 'older line');
  const json = compileLineReader({ streams: ['out', 'err'], dateFormat: null, json: true });
  const record = {
    message: 'hi',
    timestamp: '2026-11-21T14:00:00.000Z',
    type: 'err',
    process_id: 0,
    app_name: 'a',
  };
  assert.deepEqual(json(JSON.stringify(record)), {
    at: Date.UTC(2026, 10, 21, 14),
    stream: 'err',
    text: 'hi',
  });
  assert.equal(json('{"message":1}').text, '{"message":1}');
});

test('memory and file meet where they say the same, also when the file is behind', () => {
  const file = ['d', 'c', 'b', 'a'].map((text) => line(text));
  assert.equal(olderThanMemory(file, inMemory('d', 'c')), 2);
  assert.equal(olderThanMemory(file, inMemory('f', 'e', 'd', 'c')), 2);
  assert.equal(olderThanMemory(file, []), 0);
  assert.equal(olderThanMemory([], inMemory('a')), 0);
  // What is alike cannot be told apart, and then nothing is told twice.
  assert.equal(
    olderThanMemory(
      ['x', 'x', 'x'].map((text) => line(text)),
      inMemory('x', 'x'),
    ),
    2,
  );
});

test('where memory and file do not meet, times decide, else the count', () => {
  const timed = [line('new!', 1000), line('older', 500)];
  assert.equal(olderThanMemory(timed, inMemory('new')), 1);
  assert.equal(olderThanMemory([line('p'), line('q'), line('r')], inMemory('other', 'lines')), 2);
});

test('as many lines are taken as are wanted, with the time of the line above', async () => {
  const file = [line('now'), line('  at f'), line('Error', 400), line('start', 300), line('banner')];
  const memory = inMemory('now');
  const take = (filter: LineFilter, limit: number) =>
    takeOlder(piece(...file.map((one) => ({ ...one }))), memory, { filter, limit });
  assert.deepEqual((await take(everything, 2)).lines, [line('Error', 400), line('  at f', 400)]);
  const since = await take({ ...everything, since: 350 }, Infinity);
  assert.deepEqual(since, { lines: [line('Error', 400), line('  at f', 400)], hasUntimed: false });
  const until = await take({ ...everything, until: 350 }, Infinity);
  assert.deepEqual(until, { lines: [line('start', 300)], hasUntimed: true });
  const grep = await take({ ...everything, grep: /an/ }, 5);
  assert.deepEqual(grep.lines, [line('banner')]);
});

test('files are read from their ends, over pieces and rotations, as they were when they were opened', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'drover-lines-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'web-out.log');
  const lines = Array.from({ length: 60_000 }, (_one, index) => `line ${index} ä€😀`);
  await writeFile(`${path}.1`, `${lines.slice(0, 30_000).join('\n')}\n`);
  await writeFile(path, `${lines.slice(30_000, 59_999).join('\r\n')}\r\n\nhalf`);
  const log = await openLog(path);
  assert.ok(log !== null);
  await rename(`${path}.1`, `${path}.2`);
  await rename(path, `${path}.1`);
  await writeFile(path, 'later\n');
  const read = await readAll(log.lines(null));
  assert.deepEqual(read, ['half', '', ...lines.slice(0, 59_999).reverse()]);
  await log.close();
  assert.equal(await openLog(join(folder, 'none')), null);
  assert.equal(await openLog('/dev/null'), null);
});

test('a line longer than a piece is one line', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'drover-lines-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'out.log');
  await writeFile(path, `first\n${'ä'.repeat(400_000)}\nlast\n`);
  const log = await openLog(path);
  assert.ok(log !== null);
  assert.deepEqual(await readAll(log.lines(null)), ['last', 'ä'.repeat(400_000), 'first']);
  await log.close();
});

test('sources are merged by time, each in its own order', () => {
  const a = [line('a1'), line('a2', 10), line('a3', 30)];
  const b = [line('b1', 5), line('b2', 20), line('b3')];
  const merged = mergeByTime([a, b]).map(({ text }) => text);
  assert.deepEqual(merged, ['b1', 'a1', 'a2', 'b2', 'a3', 'b3']);
});
