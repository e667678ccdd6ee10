import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sharedApps } from './runningApps.ts';

/** One write with several lines and the beginning of another, which ends later, and a last line without an end. */
const lines = `
process.stdout.write('one\\ntwo\\nbeg');
setTimeout(() => process.stdout.write('un\\nlast'), 50);
setInterval(() => undefined, 1_000);
`;
/** More than a pipe holds, then a word that says so. */
const flood = `
process.stdout.write('x'.repeat(99) + '\\n');
for (let line = 0; line < 4_000; line += 1) process.stdout.write('y'.repeat(99) + '\\n');
console.log('written');
setInterval(() => undefined, 1_000);
`;
const logs = (name: string): object => ({ out_file: `logs/${name}.log`, merge_logs: true });

describe('what apps print', { concurrency: 4 }, () => {
  const running = sharedApps(
    [
      { name: 'dated', script: 'lines.cjs', instances: 2, log_date_format: 'HH', ...logs('dated') },
      { name: 'plain', script: 'lines.cjs', log_date_format: 'HH', ...logs('plain') },
      { name: 'json', script: 'lines.cjs', instances: 1, log_type: 'json', ...logs('json') },
      { name: 'a b', script: 'report.cjs' },
      { name: 'a-b', script: 'report.cjs' },
      { name: 'flood', script: 'flood.cjs', ...logs('flood') },
    ],
    { 'lines.cjs': lines, 'flood.cjs': flood },
  );

  test('every line of a clustered app has its date, also of several in one write', async () => {
    const app = running().app('dated');
    await app.start();
    // Whoever follows sees the beginning of a line that takes long.
    await Promise.all([0, 1].map((index) => app.line(/^(?:beg)?un$/, index)));
    await app.stop();
    const text = await app.file('logs/dated.log', /last\n[^]*last\n/);
    assert.deepEqual(text.match(/^\d\d: (?:one|two|begun|last)$/gm)?.length, 8, text);
    assert.equal(text.trimEnd().split('\n').length, 8);
  });

  test('with log_date_format the beginning of a line waits for its end, and a last line without one is kept', async () => {
    const app = running().app('plain');
    await app.start();
    await app.line(/^begun$/);
    await app.stop();
    await app.file('logs/plain.log', /^\d\d: one\n\d\d: two\n\d\d: begun\n\d\d: last\n$/);
  });

  test('log_type json writes an object for each line, also of several in one write', async () => {
    const app = running().app('json');
    await app.start();
    await app.line(/^begun$/);
    await app.stop();
    const text = await app.file('logs/json.log', /last.*\n/);
    const messages = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message);
    assert.deepEqual(messages, ['one', 'two', 'begun', 'last']);
  });

  test('two apps whose names differ in a blank do not share their log files', async () => {
    const [blank, hyphen] = [running().app('a b'), running().app('a-b')];
    const pids = [(await blank.report()).pid, (await hyphen.report()).pid];
    const files = await Promise.all([blank, hyphen].map(async (app) => (await app.logs()).files[0] ?? ''));
    for (const [index, file] of files.entries()) {
      const text = await blank.file(file, /\n$/);
      assert.equal((JSON.parse(text) as { pid: number }).pid, pids[index]);
    }
  });

  test('an app that prints more than a pipe holds is not blocked by a restart, and its log goes on', async () => {
    const app = running().app('flood');
    await app.start();
    await app.line(/^written$/);
    await app.restart();
    await app.file('logs/flood.log', /written\n[^]*written\n/);
  });
});
