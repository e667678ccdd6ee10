import assert from 'node:assert/strict';
import type { AppSpec } from '../../../../src/ecosystem/appSpec.ts';
import { exportedApp } from '../../../../src/ecosystem/export/exportedApp.ts';
import type { Exported } from '../../../../src/ecosystem/export/exporter.ts';
import { exportFormats } from '../../../../src/ecosystem/export/formats.ts';
import type { ExportValues } from '../../../../src/ecosystem/export/formats.ts';
import { normaliseEcosystem } from '../../../../src/ecosystem/normalise.ts';

export const folder = '/srv/shop';

export interface ExportCase {
  readonly apps: readonly Readonly<Record<string, unknown>>[];
  readonly values?: ExportValues;
  readonly profile?: string;
}

/** The specs of apps as an ecosystem file of `folder` has them. */
export function specsOf(apps: ExportCase['apps']): readonly AppSpec[] {
  return normaliseEcosystem({ apps }, { path: `${folder}/ecosystem.json`, dialect: 'pm2' }).apps;
}

/** What a format makes of apps on a machine with four cores. Nothing exists in their folder. */
export function exportTo(name: string, { apps, values = {}, profile }: ExportCase): Exported {
  const format = exportFormats.find((one) => one.name === name);
  assert.ok(format !== undefined, name);
  const facts = { shellEnv: {}, cpus: 4, profile: profile ?? null };
  const exported = specsOf(apps).map((spec) => exportedApp(spec, facts).app);
  return format.export(exported, values, { folder, profile: profile ?? null });
}

/** The text of one file; of the only one when none is named. */
export function textOf({ files }: Exported, path?: string): string {
  const file = path === undefined ? files[0] : files.find((one) => one.path === path);
  assert.ok(file !== undefined, `${path} is not among ${files.map((one) => one.path).join(', ')}`);
  return file.text;
}

/** Apps that have about everything, as tests of whole documents want them. */
export const manyApps: ExportCase['apps'] = [
  {
    name: 'web',
    script: 'server.js',
    instances: 4,
    port: 3000,
    namespace: 'front',
    max_memory_restart: '512M',
    kill_timeout: 5000,
    env: {
      YES: 'yes',
      ZIP: '0123',
      BIG: '1e3',
      API_KEY: 's3cr$et "q" \\',
      TEXT: 'a\nb',
      PERCENT: '50%',
      y: 'on',
    },
    health_check: { check_type: 'http', url: 'http://localhost:{PORT}/health?a=b', interval: 5, timeout: 2 },
    depends_on: { api: 'online', migrate: 'completed', queue: 'started' },
    uid: 1000,
    gid: 1000,
  },
  {
    name: 'api range',
    script: 'node server.js --port {PORT} --index {INDEX}',
    instances: 3,
    port: '5100-5102',
  },
  {
    name: 'api',
    script: 'uvicorn app:app --workers 4',
    interpreter: 'none',
    port: 8010,
    instances: 2,
    cwd: 'sub',
  },
  { name: 'migrate', script: 'migrate.py', one_shot: true, env: { WHEN: '12:30:10', PASSWORD: 'x' } },
  {
    name: 'nightly',
    script: './report.sh --all "two words" $HOME 100%',
    interpreter: 'none',
    autorestart: false,
    cron_restart: '15 3 * * 1-5',
    autostart: false,
  },
  {
    name: '9Lives_é / ü',
    script: 'echo "$HOME" && sleep 1; true',
    max_restarts: 3,
    restart_delay: 100,
    stop_exit_codes: [0, 3],
    cron_restart: '@daily',
    out_file: '/var/log/nine lives.log',
    health_check: { check_type: 'script', script: 'test -f /tmp/ok' },
  },
  {
    name: 'queue',
    script: 'worker.js',
    instances: 2,
    exec_mode: 'fork',
    health_check: { check_type: 'tcp' },
    port: 7000,
  },
  { name: '-', script: '/usr/bin/env', args: ['A=1'], treekill: false, kill_timeout: 0, max_restarts: -1 },
];
