import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { Row, Rows } from './row.ts';

/** A row of an app whose words go to the file, which then is exactly this text. */
function fileRow(
  [option, shows]: readonly [option: string, shows: string],
  options: Row['app'],
  [file, text]: readonly [file: string, text: string | RegExp],
): Row {
  return {
    option,
    shows,
    app: { script: 'say.sh', ...options },
    check: async (app) => {
      await app.start();
      await app.file(file, typeof text === 'string' ? exactly(text) : text);
    },
  };
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[^\w\s]/g, '\\$&')}$`);
}

const both = ['one\\n', 'err:bad\\n', 'pause', 'two\\n'];
const stays = { autorestart: false };

export const logRows: Rows = [
  fileRow(
    ['out_file', 'gets standard output, in a new folder'],
    { args: both, out_file: 'logs/new/out.log' },
    ['logs/new/out.log', 'one\ntwo\n'],
  ),
  fileRow(
    ['out_file', 'starts at cwd'],
    { script: '../say.sh', cwd: 'sub', args: both, out_file: 'out.log' },
    ['sub/out.log', 'one\ntwo\n'],
  ),
  fileRow(['error_file', 'gets standard error'], { args: both, error_file: 'logs/error.log' }, [
    'logs/error.log',
    'bad\n',
  ]),
  fileRow(
    ['error_file', 'may be the same as out_file'],
    {
      args: ['one\\n', 'pause', 'err:bad\\n', 'pause', 'two\\n'],
      error_file: 'logs/same.log',
      out_file: 'logs/same.log',
    },
    ['logs/same.log', 'one\nbad\ntwo\n'],
  ),
  {
    option: 'out_file',
    shows: '"/dev/null" is no file, and the lines are kept in memory',
    app: { script: 'say.sh', args: both, out_file: '/dev/null', error_file: 'NULL' },
    check: async (app) => {
      await app.start();
      await app.line(/^two$/);
      const { files, lines } = await app.logs();
      assert.deepEqual(files, []);
      assert.equal(lines.length, 3);
    },
  },
  {
    option: 'out_file',
    shows: 'absent, there is a file for each stream',
    app: { script: 'say.sh', args: both },
    check: async (app) => {
      await app.start();
      await app.line(/^two$/);
      const { files } = await app.logs();
      assert.equal(files.length, 2);
      assert.equal(await app.file(files[0] ?? '', /two/), 'one\ntwo\n');
      assert.equal(await app.file(files[1] ?? '', /bad/), 'bad\n');
    },
  },
  {
    option: 'log_file',
    shows: 'gets both streams in the order in which they were written',
    app: { script: 'ordered.cjs', args: ['logs/all.log'], log_file: 'logs/all.log' },
    check: async (app) => {
      await app.start();
      const expected = [1, 2, 3, 4, 5, 6].map((line) => `line ${line}\n`).join('');
      await app.file('logs/all.log', exactly(expected));
    },
  },
  {
    option: 'log_file',
    shows: 'true adds a file with both streams beside the usual ones',
    app: { script: 'say.sh', args: ['one\\n', 'pause', 'err:bad\\n'], log_file: true },
    check: async (app) => {
      await app.start();
      await app.line(/^bad$/);
      const { files } = await app.logs();
      assert.equal(files.length, 3);
      assert.equal(await app.file(files[2] ?? '', /bad/), 'one\nbad\n');
    },
  },
  {
    option: 'merge_logs',
    shows: 'true writes all instances to one file',
    app: {
      script: 'report.cjs',
      exec_mode: 'fork',
      instances: 2,
      merge_logs: true,
      out_file: 'logs/merged.log',
    },
    check: async (app) => {
      const pids = [await app.report(0), await app.report(1)].map(({ pid }) => pid);
      const text = await app.file('logs/merged.log', /^\{.*\}\n\{.*\}\n$/);
      const written = text.trimEnd().split('\n');
      assert.deepEqual(written.map((line) => (JSON.parse(line) as { pid: number }).pid).sort(), pids.sort());
    },
  },
  {
    option: 'merge_logs',
    shows: 'false gives each instance a file with its index',
    app: { script: 'report.cjs', instances: 2, merge_logs: false, out_file: 'logs/single.log' },
    check: async (app) => {
      for (const index of [0, 1]) {
        const { pid } = await app.report(index);
        const text = await app.file(`logs/single-${index}.log`, /\n$/);
        assert.equal((JSON.parse(text) as { pid: number }).pid, pid);
      }
      assert.ok(!existsSync(app.path('logs/single.log')));
    },
  },
  fileRow(
    ['log_date_format', 'stands in front of each line'],
    { args: both, log_date_format: 'YYYY-MM-DD [at] HH:mm:ss.SSS Z', out_file: 'logs/dated.log' },
    ['logs/dated.log', /^(?:\d{4}-\d\d-\d\d at \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d: (?:one|two)\n){2}$/],
  ),
  fileRow(
    ['log_date_format', 'waits for the whole line'],
    {
      args: ['beg', 'pause', 'un\\nnext', 'pause', '\\n'],
      log_date_format: 'HH',
      out_file: 'logs/whole.log',
    },
    ['logs/whole.log', /^\d\d: begun\n\d\d: next\n$/],
  ),
  fileRow(
    ['log_date_format', 'keeps a last line without an end'],
    { ...stays, args: ['one\\ntwo', 'exit:0'], log_date_format: 'HH', out_file: 'logs/unended.log' },
    ['logs/unended.log', /^\d\d: one\n\d\d: two\n$/],
  ),
  fileRow(
    ['out_file', 'keeps a last line without an end as it is'],
    { ...stays, args: ['one\\ntwo', 'exit:0'], out_file: 'logs/raw.log' },
    ['logs/raw.log', /^one\ntwo\n?$/],
  ),
  fileRow(['time', 'stands in front of each line'], { args: both, time: true, out_file: 'logs/time.log' }, [
    'logs/time.log',
    /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d: (?:one|two)\n){2}$/,
  ]),
  {
    option: 'log_type',
    shows: '"json" writes each line as an object',
    app: {
      script: 'say.sh',
      args: ['say "one"\\nbeg', 'pause', 'un\\n', 'err:bad\\n'],
      log_type: 'json',
      log_file: 'logs/all.json',
    },
    check: async (app) => {
      await app.start();
      const text = await app.file('logs/all.json', /(?:\n.*){3}$/);
      const written = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      assert.deepEqual(written.map(({ message, type }) => [message, type]).sort(), [
        ['bad', 'err'],
        ['begun', 'out'],
        ['say "one"', 'out'],
      ]);
      for (const { app_name, process_id, timestamp } of written) {
        assert.deepEqual([app_name, process_id], [app.name, 0]);
        assert.ok(!Number.isNaN(Date.parse(String(timestamp))));
      }
    },
  },
  {
    option: 'disable_logs',
    shows: 'writes no files, and the lines are kept in memory',
    app: {
      script: 'say.sh',
      args: both,
      disable_logs: true,
      out_file: 'logs/disabled.log',
      log_file: 'logs/none.log',
    },
    check: async (app) => {
      await app.start();
      await app.line(/^two$/);
      const { files, lines } = await app.logs();
      assert.deepEqual(files, []);
      assert.equal(lines.length, 3);
      await app.stop();
      assert.ok(!existsSync(app.path('logs/disabled.log')) && !existsSync(app.path('logs/none.log')));
    },
  },
  {
    option: 'pid_file',
    shows: 'holds the process id while the app runs',
    app: { script: 'report.cjs', pid_file: 'run/app.pid' },
    check: async (app) => {
      const { pid } = await app.report();
      assert.equal((await app.file('run/app.pid', /^\d+\s*$/)).trim(), String(pid));
      await app.stop();
      assert.equal(app.read('run/app.pid'), undefined);
    },
  },
];
