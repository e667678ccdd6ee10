import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { lineRow } from './lineRow.ts';
import type { Row, Rows } from './row.ts';

const report = 'report.cjs';
const absolute = fileURLToPath(new URL('../../fixtures/options/report.cjs', import.meta.url));

/** A row whose app gets `args` when it is started. */
function argsRow(shows: string, written: unknown, args: readonly string[]): Row {
  return {
    option: 'args',
    shows,
    app: { script: report, args: written },
    check: async (app) => assert.deepEqual((await app.report()).args, args),
  };
}

export const programRows: Rows = [
  {
    option: 'name',
    shows: 'is what instances are called',
    app: { name: 'my app', script: report, instances: 2 },
    called: 'my app',
    check: async (app) => {
      await app.report();
      assert.deepEqual(
        app.instances.map(({ name }) => name),
        ['my app-0', 'my app-1'],
      );
    },
  },
  {
    option: 'name',
    shows: 'is the script without its extension when absent',
    app: { script: report },
    called: 'report',
    check: async (app) => {
      await app.report();
      assert.equal(app.instances[0]?.name, 'report');
    },
  },
  {
    option: 'name',
    shows: 'may be a number',
    app: { name: 5, script: report },
    called: '5',
    check: async (app) => {
      await app.report();
      assert.equal(app.instances[0]?.name, '5');
    },
  },
  {
    option: 'script',
    shows: 'starts at the folder of the ecosystem file',
    app: { script: `./${report}` },
    check: async (app) => assert.equal((await app.report()).file, app.path(report)),
  },
  {
    option: 'script',
    shows: 'may be absolute',
    app: { script: absolute },
    check: async (app) => assert.equal((await app.report()).file, absolute),
  },
  {
    option: 'script',
    shows: '"node" with args is that script',
    app: { script: 'node', args: [report, 'one', '--two'], instances: 2 },
    check: async (app) => {
      const { file, args, isWorker } = await app.report();
      assert.deepEqual([file, args, isWorker], [app.path(report), ['one', '--two'], true]);
    },
  },
  {
    option: 'script',
    shows: '"node report.cjs one" is that script',
    app: { script: `node --no-warnings ${report} one`, args: 'two', exec_mode: 'cluster' },
    check: async (app) => {
      const { file, args, execArgv, isWorker } = await app.report();
      assert.deepEqual([file, args, isWorker], [app.path(report), ['one', 'two'], true]);
      assert.ok(execArgv.includes('--no-warnings'));
    },
  },
  lineRow('script', 'with shell syntax goes to the shell', [
    { script: 'echo "$GREETING world" | tr a-z A-Z && sleep 600', env: { GREETING: 'hello' } },
    /^HELLO WORLD$/,
  ]),
  lineRow('script', 'with shell syntax gets args that the shell leaves alone', [
    { script: 'echo $GREETING', args: ['$HOME', 'a  b'], env: { GREETING: 'hello' } },
    /^hello \$HOME a  b$/,
  ]),
  lineRow('script', 'may be a command on PATH', [
    { script: 'perl', args: ['-e', '$| = 1; print "perl $ARGV[0]\n"; sleep 600', 'a b'] },
    /^perl a b$/,
  ]),
  lineRow('script', 'is split into words when it is a command line', [
    { script: `bash -c 'echo "$0 and $1"; exec sleep 600' "first word" second` },
    /^first word and second$/,
  ]),
  argsRow('a list is passed as it is', ['a b', '--k="x y"', '', 7], ['a b', '--k="x y"', '', '7']),
  argsRow('a string is split at blanks, quotes group', `--one 'a b' --k="x y"  "c 'd'" \\e`, [
    '--one',
    'a b',
    '--k=x y',
    "c 'd'",
    '\\e',
  ]),
  lineRow('cwd', 'starts at the file, and script and PWD follow', [
    { cwd: 'sub', script: 'where.sh' },
    /^in \/.*\/sub, told \/.*\/sub$/,
  ]),
  {
    option: 'namespace',
    shows: 'stops its apps and no others',
    app: { script: report, namespace: 'ours' },
    others: [
      { name: 'ours-too', script: report, namespace: 'ours' },
      { name: 'theirs', script: report, namespace: 'theirs' },
    ],
    check: async (app) => {
      const [too, theirs] = [app.other('ours-too'), app.other('theirs')];
      for (const one of [app, too, theirs]) await one.report();
      await app.stop('ours');
      assert.deepEqual(
        [app, too].map(({ info }) => info.status),
        ['stopped', 'stopped'],
      );
      assert.notEqual(theirs.instances[0]?.pid, null);
    },
  },
  {
    option: 'uid',
    shows: 'and gid are those of the process',
    app: { script: report, uid: 'nobody', gid: 'nogroup' },
    check: async (app) => {
      const { uid, gid } = await app.report();
      assert.deepEqual([uid, gid], [65_534, 65_534]);
    },
    skip: unlessRoot(),
  },
  {
    option: 'gid',
    shows: 'and uid may be numbers, in a cluster too',
    app: { script: report, user: 65_534, group: '65534', instances: 2 },
    check: async (app) => {
      const { uid, gid } = await app.report(1);
      assert.deepEqual([uid, gid], [65_534, 65_534]);
    },
    skip: unlessRoot(),
  },
];

function unlessRoot(): string | undefined {
  return process.getuid?.() === 0 ? undefined : 'only root may change the user';
}
