import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { installPeers } from '../../scripts/install/peers.ts';
import { check, defaultSettings } from '../../src/ecosystem/rules/check.ts';
import { describeFinding } from '../../src/ecosystem/rules/describeFinding.ts';
import { noFacts } from '../../src/ecosystem/rules/fileFacts.ts';
import type { Finding } from '../../src/ecosystem/rules/rule.ts';
import { parseTree } from '../../src/ecosystem/tree/parseTree.ts';
import { repository } from './testWorkspace.ts';

const pm2 = join(repository, '.cache/peers/node_modules/pm2');
const fixtures = join(repository, 'test/fixtures/ecosystems');

/** What PM2 makes of a file: by its own reader, or, where that finds no apps, of what the file exports. */
interface Verdict {
  readonly file: string;
  readonly reader: 'pm2' | 'export' | null;
  /** Of each app, what PM2's validator has against it. */
  readonly apps: readonly (readonly string[])[];
}

/** Runs in a process of its own: PM2 evaluates what it reads, and its licence keeps it apart from all that is ours. */
const oracle = `
const { readFileSync } = require('node:fs');
const { pathToFileURL } = require('node:url');
const Common = require(process.env.PM2_FOLDER + '/lib/Common.js');
const Config = require(process.env.PM2_FOLDER + '/lib/tools/Config.js');
const appsOf = (value) => {
  const apps = value && (value.apps || value.pm2 || value);
  if (Array.isArray(apps)) return apps;
  return apps && (apps.script || apps.exec || apps.cmd || apps.command) ? [apps] : null;
};
// As PM2's Common.verifyConfs does before it asks its validator.
const counted = (app) =>
  typeof app.instances === 'string' ? { ...app, instances: parseInt(app.instances) || 0 } : app;
const judge = (apps) => apps.map((app) => [...Config.validateJSON(counted(app)).errors]);
async function exported(file) {
  const module = await import(pathToFileURL(file).href);
  let value = module.default ?? module;
  if (typeof value === 'function') value = await value({ env: {} });
  return appsOf(await value);
}
(async () => {
  const verdicts = [];
  for (const file of JSON.parse(readFileSync(0, 'utf8'))) {
    let apps = null;
    let reader = null;
    try {
      apps = Common.isConfigFile(file) ? appsOf(Common.parseConfig(readFileSync(file), file)) : null;
      if (apps !== null) reader = 'pm2';
    } catch {}
    try {
      if (apps === null && /\\.[cm]?[jt]s$/.test(file)) {
        apps = await exported(file);
        if (apps !== null) reader = 'export';
      }
    } catch {}
    verdicts.push({ file, reader, apps: apps === null ? [] : judge(apps) });
  }
  process.stdout.write('\\n' + JSON.stringify(verdicts));
  process.exit(0);
})();
`;

function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'drover-oracle-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

async function judged(files: readonly string[]): Promise<readonly Verdict[]> {
  using folder = temporaryFolder();
  const script = join(folder.path, 'oracle.cjs');
  writeFileSync(script, oracle);
  const env = { ...process.env, PM2_FOLDER: pm2, PM2_HOME: folder.path, PM2_DISCRETE_MODE: 'true' };
  const running = promisify(execFile)(process.execPath, [script], {
    env,
    maxBuffer: 2 ** 24,
    timeout: 60_000,
  });
  running.child.stdin?.end(JSON.stringify(files));
  const { stdout } = await running;
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n'))) as Verdict[];
}

function findingsIn(file: string): readonly Finding[] {
  const tree = parseTree(file, readFileSync(file, 'utf8'));
  return check(tree, { path: file, facts: noFacts, settings: defaultSettings });
}

/** Where Drover decides otherwise than PM2, which looks at one app at a time: these apps do not start in Drover. */
const ownDecisions = new Set([
  'name-duplicate',
  'dependency-unknown',
  'dependency-circle',
  'ports-short',
  'cluster-unsupported',
  'port-unshared',
]);

await installPeers();
const missing = existsSync(join(pm2, 'package.json')) ? false : 'PM2 could not be installed';

test('no error is found in a file whose apps PM2 itself accepts', { skip: missing }, async (t) => {
  // Outside of this repository, whose package.json makes .js files ES modules.
  using folder = temporaryFolder();
  cpSync(fixtures, folder.path, { recursive: true });
  const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:[cm]?[jt]s|json|ya?ml)$/.test(name))
    .map((name) => join(folder.path, name));
  const verdicts = await judged(files);
  const accepted = verdicts.filter(
    ({ apps }) => apps.length > 0 && apps.every((errors) => errors.length === 0),
  );
  const wrong = accepted.flatMap(({ file }) =>
    findingsIn(file)
      .filter(({ severity, code }) => severity === 'error' && !ownDecisions.has(code))
      .map((finding) => `${relative(folder.path, file)}: ${finding.code}: ${describeFinding(finding)}`),
  );
  const byReader = accepted.filter(({ reader }) => reader === 'pm2').length;
  t.diagnostic(
    `${accepted.length} of ${files.length} files accepted, ${byReader} of them by PM2's own reader`,
  );
  assert.deepEqual(wrong, []);
  assert.ok(byReader >= 60, `only ${byReader} files were accepted`);
});

/** Values of every kind for the options whose values PM2 is said to refuse. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  max_memory_restart: ['512M', '512MB', '512m', '1.5G', '100mb', 1024, '1024', '64KiB', '1G'],
  min_uptime: [1000, 50, '5s', '500ms', '1.5s', '2m', '1h', '1000', '10', 0],
  kill_timeout: [3000, '3000', '3s', '500ms', '1.5s', 0],
  listen_timeout: [3000, '8s'],
  restart_delay: ['1s', '100', 100],
  exp_backoff_restart_delay: ['100ms', 100],
  watch_delay: ['1s', 1000],
  exec_mode: ['fork', 'cluster', 'CLUSTER', 'Fork', 'cluster_mode', 'FORK_MODE'],
  autorestart: [true, false, 'true', 'false'],
  wait_ready: [true, 'true'],
  time: ['true', true],
  port: [3000, '3000', '3000-3002', 'auto:8000-8100'],
  name: ['web', 5],
  namespace: ['shop', 1],
  cwd: ['/shop'],
  log_date_format: ['YYYY', 5],
};

test(
  'PM2 refuses exactly the values that are said to be refused, and takes what the fix writes',
  { skip: missing },
  async () => {
    using folder = temporaryFolder();
    const write = (name: string, text: string): string => {
      const file = join(folder.path, `${name}.json`);
      writeFileSync(file, text);
      return file;
    };
    const cases = Object.entries(values).flatMap(([option, all]) =>
      all.map((value, index) => {
        const text = JSON.stringify([{ script: 'server.js', [option]: value }]);
        const file = write(`${option}-${index}`, text);
        const path = join(folder.path, 'pm2.config.js');
        const tree = parseTree('x.json', text);
        const found = check(tree, { path, facts: noFacts, settings: defaultSettings }).find(
          ({ code }) => code === 'pm2-refuses',
        );
        const [edit] = found?.fixes[0]?.edits ?? [];
        const after = edit && text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
        return {
          text,
          file,
          isRefused: found !== undefined,
          fixed: after && write(`${option}-${index}-fixed`, after),
        };
      }),
    );
    const files = cases.flatMap(({ file, fixed }) => [file, ...(fixed === undefined ? [] : [fixed])]);
    const refusals = new Map((await judged(files)).map(({ file, apps }) => [file, apps.flat().length > 0]));
    for (const { text, file, isRefused, fixed } of cases) {
      assert.equal(isRefused, refusals.get(file), text);
      if (fixed !== undefined) assert.equal(refusals.get(fixed), false, `the fix of ${text}`);
    }
  },
);
