import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AppSpec, Dialect } from '../../../../src/ecosystem/appSpec.ts';
import { exportedApp } from '../../../../src/ecosystem/export/exportedApp.ts';
import type { Exported } from '../../../../src/ecosystem/export/exporter.ts';
import { pm2Format } from '../../../../src/ecosystem/export/pm2.ts';
import { cronNames } from '../../../../src/ecosystem/export/pm2Fates.ts';
import { pmdaemonFormat } from '../../../../src/ecosystem/export/pmdaemon.ts';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';
import { parseText } from '../../../../src/ecosystem/parse/parseText.ts';
import { check, defaultSettings } from '../../../../src/ecosystem/rules/check.ts';
import { noFacts } from '../../../../src/ecosystem/rules/fileFacts.ts';
import { parseTree } from '../../../../src/ecosystem/tree/parseTree.ts';
import { optionValues } from '../schema/optionValues.ts';

const formats = { pm2: pm2Format, pmdaemon: pmdaemonFormat } as const;

function specsIn(value: unknown, dialect: Dialect, path = '/project/ecosystem.json'): readonly AppSpec[] {
  return normaliseEcosystem(value, { path, dialect }).apps;
}

function exported(specs: readonly AppSpec[], tool: Dialect, type = 'json'): Exported {
  const apps = specs.map((spec) => exportedApp(spec, { shellEnv: {}, cpus: 4, profile: null }).app);
  return formats[tool].export(apps, { type }, { folder: '/project' });
}

function textOf({ files }: Exported): string {
  assert.equal(files.length, 1);
  return files[0]?.text ?? '';
}

/** What the tool reads of its file. */
function readBack(result: Exported, tool: Dialect, type: string, path?: string): readonly AppSpec[] {
  const parsed = parseText(`.${type}`)?.(textOf(result));
  assert.equal(parsed?.kind, 'value', textOf(result));
  return parsed?.kind === 'value' ? specsIn(parsed.value, tool, path) : [];
}

function readFixture(name: string): { readonly path: string; readonly value: unknown } | null {
  const path = join(fixtures, name);
  const parsed = parseText(extname(name))?.(readFileSync(path, 'utf8'));
  return parsed?.kind === 'value' ? { path, value: parsed.value } : null;
}

const fixtures = fileURLToPath(new URL('../../../fixtures/ecosystems/', import.meta.url));

for (const name of ['json/pmdaemon.json', 'toml/pmdaemon.toml', 'yaml/pmdaemon-health.yaml']) {
  for (const type of ['json', 'yaml', 'toml']) {
    test(`PMDaemon's ${name} exported as ${type} has the same apps`, () => {
      const file = readFixture(name);
      assert.ok(file !== null);
      const specs = specsIn(file.value, 'pmdaemon', file.path);
      const result = exported(specs, 'pmdaemon', type);
      // PMDaemon waits for nothing and fills in no ports, which is said.
      const expected = specs.map((spec) => ({ ...spec, dependsOn: {} }));
      assert.deepEqual(readBack(result, 'pmdaemon', type, file.path), expected);
      const told = specs.filter(
        ({ dependsOn, healthCheck }) =>
          Object.keys(dependsOn).length > 0 || healthCheck?.url?.includes('{PORT}') === true,
      );
      assert.deepEqual(
        [...new Set(result.notes.map(({ app }) => app))],
        told.map(({ name: app }) => app),
      );
    });
  }
}

test('no fixture is exported to a file that its tool would refuse or take otherwise', () => {
  const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' });
  let count = 0;
  for (const name of files.filter((file) => /\.(?:json|yaml|toml)$/.test(file))) {
    const file = readFixture(name);
    if (file === null) continue;
    const specs = specsIn(file.value, 'pm2', file.path);
    for (const tool of ['pm2', 'pmdaemon'] as const) {
      const text = textOf(exported(specs, tool));
      const path = '/project/ecosystem.json';
      const settings = { ...defaultSettings, dialect: tool };
      const findings = check(parseTree(path, text), { path, facts: noFacts, settings });
      const refused = findings.filter(
        ({ code, severity }) =>
          severity === 'error' || /^(?:option-|pm2-refuses|pmdaemon-refuses)/.test(code),
      );
      assert.deepEqual(refused, [], `${tool}: ${name}\n${text}`);
      count++;
    }
  }
  assert.ok(count > 50, `${count} files`);
});

for (const tool of ['pm2', 'pmdaemon'] as const) {
  test(`every value of every option is in the file for ${tool}, or there is a note about it`, () => {
    for (const [option, { right }] of Object.entries(optionValues)) {
      for (const value of right) {
        const raw = { name: 'web', script: 'server.js', [option]: value };
        const specs = specsIn({ apps: [raw] }, 'pm2');
        const result = exported(specs, tool);
        const [before] = specs;
        const [after] = readBack(result, tool, 'json');
        assert.ok(before !== undefined && after !== undefined, JSON.stringify(raw));
        // Only one option is set, so any note is about it.
        const said = result.notes.some(({ app }) => app === 'web');
        if (!said) assert.deepEqual(comparable(after), comparable(before), `${tool}: ${JSON.stringify(raw)}`);
      }
    }
  });
}

/** Without what the other file may say in its own way: whose it is, and how a program and the kind of cluster are written. */
function comparable({
  dialect: _1,
  execMode: _2,
  interpreter,
  script,
  args,
  nodeArgs,
  ...spec
}: AppSpec): unknown {
  const words = [interpreter ?? 'none', ...nodeArgs, script, ...args].map((word) => basename(word));
  const healthCheck = spec.healthCheck?.enabled === true ? spec.healthCheck : null;
  const cron = cronNames[spec.cron ?? ''] ?? spec.cron;
  const maxRestarts = Math.min(spec.maxRestarts, 2 ** 32 - 1);
  return {
    ...spec,
    healthCheck,
    cron,
    maxRestarts,
    words: words.filter((word) => word !== 'none' && word !== 'node'),
  };
}

test('PM2 is given the program itself, its address, its workers and its place', () => {
  const [api, pages, migrate] = [
    { name: 'api', script: 'uvicorn', args: ['app:app'], instances: 4, port: 8000, depends_on: ['pages'] },
    {
      name: 'pages',
      script: 'python3',
      args: ['-m', 'http.server', '{PORT}', '--directory', 'a b'],
      instances: 2,
      port: '9000-9001',
      cwd: 'sub',
    },
    { name: 'migrate', script: './migrate.sh && echo done', one_shot: true, cron_restart: '@daily' },
  ];
  const specs = specsIn({ apps: [api, pages, migrate] }, 'pm2');
  assert.equal(
    textOf(exported(specs, 'pm2', 'js')),
    `// For PM2, written by drover export.
module.exports = {
  apps: [
    {
      name: 'pages',
      script: 'sh',
      args: ['-c', 'exec python3 -m http.server "\${PORT}" --directory \\'a b\\''],
      interpreter: 'none',
      cwd: \`\${__dirname}/sub\`,
      instances: 2,
      exec_mode: 'fork',
      port: 9000,
      increment_var: 'PORT',
      // "port" is 9000 with "increment_var": the instances count up from there, and go on counting with each one that is added.
    },
    {
      name: 'api',
      script: 'uvicorn',
      args: ['app:app', '--host', '127.0.0.1', '--port', '8000', '--workers', '4'],
      interpreter: 'none',
      cwd: __dirname,
      instances: 1,
      exec_mode: 'fork',
      port: 8000,
      // "instances" is 1 in place of 4: the server starts as many workers by itself, since PM2 has no port that they could share.
      // "depends_on" is left out: PM2 waits for no other app. The apps stand in the order that it asks for.
    },
    {
      name: 'migrate',
      script: './migrate.sh && echo done',
      cwd: __dirname,
      autorestart: false,
      cron_restart: '0 0 * * *',
      // "one_shot" is written as "autorestart": PM2 shows the app as stopped when it is done.
    },
  ],
};
`,
  );
});

test('secrets in the file are told, and it is for its owner alone', () => {
  const apps = [
    {
      name: 'web',
      script: 'server.js',
      env: { MODE: 'fast', API_TOKEN: 'abc' },
      env_live: { DB_PASSWORD: 'x' },
    },
  ];
  const specs = specsIn({ apps }, 'pm2');
  const told = (tool: Dialect): readonly unknown[] => {
    const { files, notes } = exported(specs, tool);
    return [files.map(({ isSecret }) => isSecret), notes.map(({ text }) => text.split(' may be secret')[0])];
  };
  assert.deepEqual(told('pm2'), [[true], ['API_TOKEN, DB_PASSWORD']]);
  assert.deepEqual(told('pmdaemon')[0], [true]);
  assert.deepEqual(exported(specsIn({ apps: [{ script: 'a.js' }] }, 'pm2'), 'pm2').files[0]?.isSecret, false);
});
