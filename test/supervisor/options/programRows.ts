import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOnPath } from '../../../src/ecosystem/findOnPath.ts';
import { nodeBinary, nodeVersions } from '../../nodes.ts';
import type { Row, Rows } from './row.ts';
import type { RowApp } from './rowApp.ts';

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

/** A row of a script that greets in its language, with its first argument. */
function languageRow(extension: string, interpreter: string, says: RegExp): Row {
  return {
    option: 'script',
    shows: `.${extension} is run by ${interpreter}`,
    app: { script: `languages/hello.${extension}`, args: ['world'] },
    check: async (app) => {
      await app.start();
      await app.line(says);
    },
    skip: findOnPath(interpreter, process.env) === null ? `${interpreter} is not installed` : undefined,
  };
}

/** A row of an app that prints a line which fits. */
function lineRow(option: string, shows: string, [app, says]: readonly [Row['app'], RegExp]): Row {
  return {
    option,
    shows,
    app,
    check: async (running) => {
      await running.start();
      await running.line(says);
    },
  };
}

/** A row of an app that tells where it stands. */
function mapRow(option: string, shows: string, [app, place]: readonly [Row['app'], string]): Row {
  return {
    option,
    shows,
    app: { script: 'maps/built.cjs', ...app },
    check: async (running) => {
      await running.start();
      assert.ok((await running.line(/^at /)).includes(place));
    },
  };
}

/** Starts `report.cjs` where one version manager has Node 18, and gives the version that it runs on. */
async function managedVersion(app: RowApp): Promise<string> {
  const manager = app.path(`${app.name}-nvm`);
  const bin = join(manager, 'versions/node', `v${nodeVersions[18]}`, 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(nodeBinary(18), join(bin, 'node'));
  return (await app.report(0, { env: { ...app.shell, NVM_DIR: manager } })).node;
}

async function countOf(app: RowApp): Promise<number> {
  await app.start();
  for (const { index } of app.instances) await app.report(index);
  return app.instances.length;
}

function instancesRow(written: unknown, count: number): Row {
  return {
    option: 'instances',
    shows: `${JSON.stringify(written)} is ${count} here`,
    app: { script: report, instances: written },
    check: async (app) => assert.equal(await countOf(app), count),
  };
}

const noMaps = 'source maps are never enabled';
const cores = availableParallelism();

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
  lineRow('script', 'without an extension is run by its first line', [
    { script: './firstLine', args: 'yes' },
    /^its first line decides, yes$/,
  ]),
  lineRow('script', 'without an extension or first line is run by Node', [
    { script: './plain', args: 'yes' },
    /^plain text is run by Node yes$/,
  ]),
  lineRow('script', '.mjs is a module', [
    { script: 'languages/hello.mjs', args: 'yes' },
    /^module true: yes$/,
  ]),
  lineRow('script', '.ts is run by Node', [
    { script: 'languages/hello.ts', args: 'yes' },
    /^typescript: yes$/,
  ]),
  languageRow('sh', 'bash', /^bash \d.*: world$/),
  languageRow('py', 'python3', /^python 3: world$/),
  languageRow('pl', 'perl', /^perl 5.*: world$/),
  languageRow('rb', 'ruby', /^ruby \d.*: world$/),
  languageRow('php', 'php', /^php \d.*: world$/),
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
    option: 'interpreter',
    shows: 'may be the path of another Node',
    app: { script: report, interpreter: nodeBinary(18) },
    check: async (app) => assert.equal((await app.report()).node, `v${nodeVersions[18]}`),
  },
  {
    option: 'interpreter',
    shows: 'may be the path of another Node in a cluster too',
    app: { script: report, interpreter: nodeBinary(22), instances: 2 },
    check: async (app) => assert.equal((await app.report(1)).node, `v${nodeVersions[22]}`),
  },
  {
    option: 'interpreter',
    shows: '"node@18" is that version of a version manager',
    app: { script: report, interpreter: 'node@18', instances: 1 },
    check: async (app) => assert.equal(await managedVersion(app), `v${nodeVersions[18]}`),
  },
  {
    option: 'interpreter',
    shows: 'absent, .nvmrc says which Node',
    app: { script: `../${report}`, cwd: 'pinned' },
    check: async (app) => assert.equal(await managedVersion(app), `v${nodeVersions[18]}`),
  },
  lineRow('interpreter', 'wins over the extension', [
    { script: report, interpreter: 'cat' },
    /^console\.log\(JSON\.stringify\(report\)\);$/,
  ]),
  lineRow('interpreter', '"none" runs the script itself', [
    { script: './firstLine', interpreter: 'none', args: 'yes' },
    /^its first line decides, yes$/,
  ]),
  {
    option: 'node_args',
    shows: 'stand before the script',
    app: { script: report, node_args: ['--stack-size=1000', '--no-warnings'] },
    check: async (app) => {
      const { execArgv, args } = await app.report();
      assert.deepEqual(execArgv.slice(-2), ['--stack-size=1000', '--no-warnings']);
      assert.deepEqual(args, []);
    },
  },
  {
    option: 'node_args',
    shows: 'reach clustered instances, from a string',
    app: { script: report, node_args: '--stack-size=1000 --no-warnings', exec_mode: 'cluster' },
    check: async (app) =>
      assert.deepEqual((await app.report()).execArgv.slice(-2), ['--stack-size=1000', '--no-warnings']),
  },
  lineRow('node_args', 'are for any interpreter', [
    { script: 'languages/hello.sh', node_args: ['-u', '-v'], args: 'x' },
    /^exec sleep 600$/,
  ]),
  {
    option: 'exec_mode',
    shows: '"cluster" puts one instance under a cluster host',
    app: { script: report, exec_mode: 'cluster_mode' },
    check: async (app) => assert.equal((await app.report()).isWorker, true),
  },
  {
    option: 'exec_mode',
    shows: '"fork" starts several plain processes',
    app: { script: report, exec_mode: 'fork', instances: 2 },
    check: async (app) =>
      assert.deepEqual([(await app.report(0)).isWorker, (await app.report(1)).isWorker], [false, false]),
  },
  {
    option: 'exec_mode',
    shows: 'is fork without instances and cluster with a number of them',
    app: { script: report },
    others: [{ name: 'one', script: report, instances: 1 }],
    check: async (app) => {
      assert.equal((await app.report()).isWorker, false);
      assert.equal((await app.other('one').report()).isWorker, true);
    },
  },
  instancesRow(3, 3),
  instancesRow('2', 2),
  instancesRow('max', cores),
  instancesRow(0, cores),
  instancesRow(-1, Math.max(1, cores - 1)),
  instancesRow(2.7, 2),
  {
    ...mapRow('source_map_support', 'is on: stacks are told in terms of the source', [{}, 'original.ts:6']),
    notYet: noMaps,
  },
  {
    ...mapRow('source_map_support', 'reaches clustered instances', [{ instances: 1 }, 'original.ts:6']),
    notYet: noMaps,
  },
  mapRow('source_map_support', 'false leaves them to what is run', [
    { source_map_support: false },
    'built.cjs:3',
  ]),
  {
    ...mapRow('disable_source_map_support', 'false is the same as being on', [
      { disable_source_map_support: false },
      'original.ts:6',
    ]),
    notYet: noMaps,
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
