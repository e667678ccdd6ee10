import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from '../../../src/ecosystem/findOnPath.ts';
import { nodeBinary, nodeVersions } from '../../nodes.ts';
import { lineRow } from './lineRow.ts';
import type { Row, Rows } from './row.ts';
import type { RowApp } from './rowApp.ts';

const report = 'report.cjs';

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

export const interpreterRows: Rows = [
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
  lineRow('interpreter', '"none" runs the script itself, whatever it is called', [
    { script: 'languages/shell.py', interpreter: 'none', args: 'yes' },
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
  mapRow('source_map_support', 'is on: stacks are told in terms of the source', [{}, 'original.ts:6']),
  mapRow('source_map_support', 'reaches clustered instances', [{ instances: 1 }, 'original.ts:6']),
  mapRow('source_map_support', 'false leaves them to what is run', [
    { source_map_support: false },
    'built.cjs:3',
  ]),
  mapRow('disable_source_map_support', 'leaves them to what is run', [
    { disable_source_map_support: true },
    'built.cjs:3',
  ]),
  mapRow('disable_source_map_support', 'false is the same as being on', [
    { disable_source_map_support: false },
    'original.ts:6',
  ]),
];
