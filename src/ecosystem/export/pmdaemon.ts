import type { AppSpec, HealthCheck } from '../appSpec.ts';
import type { PlainValue } from '../write/style.ts';
import type { WrittenApp } from '../write/writtenApp.ts';
import { writtenApp } from '../write/writtenApp.ts';
import { byDependencies } from './byDependencies.ts';
import { clearSecrets } from './clearSecrets.ts';
import { ecosystemDocument } from './ecosystemDocument.ts';
import type { Exported, ExportedApp, ExportNote } from './exporter.ts';
import type { ExportFormat, ExportValues } from './formats.ts';
import { ExportValueError, textOf } from './optionValues.ts';
import { plainProgram } from './plainProgram.ts';
import { checkAddress, hasOwnWorkers, isVersion, pmdaemonFates, pmdaemonOptions } from './pmdaemonFates.ts';
import { lostOptions } from './setOptions.ts';

const types = ['json', 'yaml', 'toml'] as const;

/** An ecosystem file that PMDaemon's own reader takes. */
export const pmdaemonFormat: ExportFormat = {
  name: 'pmdaemon',
  title: 'PMDaemon',
  description: 'an ecosystem file with what PMDaemon knows',
  options: [{ name: 'type', value: 'json|yaml|toml', description: 'the kind of file (default: json)' }],
  separator: null,
  export: exportPmdaemon,
};

function exportPmdaemon(apps: readonly ExportedApp[], values: ExportValues): Exported {
  const type = textOf(values, 'type') ?? 'json';
  const language = types.find((known) => known === type);
  if (language === undefined)
    throw new ExportValueError(`"--type" is "${type}"; it must be json, yaml or toml.`);
  const { text, notes } = ecosystemDocument(
    byDependencies(apps).map((app) => ({
      name: app.spec.name,
      written: pmdaemonApp(app),
      notes: [...lostOptions(app, pmdaemonFates), ...profileNotes(app), ...clearSecrets(app, {})],
    })),
    { dialect: 'pmdaemon', language, heading: 'For PMDaemon, written by drover export.' },
  );
  const isSecret = apps.some((app) => clearSecrets(app, {}).length > 0);
  return { files: [{ path: `ecosystem.${type}`, text, isSecret }], notes };
}

function pmdaemonApp(app: ExportedApp): WrittenApp {
  const spec = pmdaemonSpec(app);
  const written = { ...writtenApp(spec), ...plainProgram({ ...app, spec }) };
  const check = app.spec.healthCheck;
  const health =
    check !== null && isKnownCheck(check)
      ? { health_check: healthCheck({ ...check, url: checkAddress(app) }) }
      : {};
  const known = Object.entries(written).filter(([name]) => pmdaemonOptions.has(name));
  return { ...Object.fromEntries(known), ...health };
}

function pmdaemonSpec(app: ExportedApp): AppSpec {
  const { spec, instances, env, port } = app;
  const isOpen = spec.instances.kind === 'max' || spec.instances.kind === 'less';
  return {
    ...spec,
    interpreter: isVersion(spec.interpreter) ? 'node' : spec.interpreter,
    instances: hasOwnWorkers(app)
      ? { kind: 'count', count: 1 }
      : isOpen
        ? { kind: 'count', count: instances }
        : spec.instances,
    port,
    env,
    envFiles: [],
    healthCheck: null,
    autorestart: spec.autorestart && !spec.oneShot,
    maxRestarts: Math.min(spec.maxRestarts, 2 ** 32 - 1),
    watch: spec.watch === null ? null : { ...spec.watch, paths: [spec.cwd] },
    logs: { ...spec.logs, combined: spec.logs.combined === 'default' ? null : spec.logs.combined },
  };
}

function isKnownCheck({ type }: HealthCheck): boolean {
  return type === 'http' || type === 'script';
}

/** The form that PMDaemon's reader takes, which is not the documented one. */
function healthCheck({
  type,
  url,
  script,
  timeoutMs,
  intervalMs,
  retries,
  enabled,
}: HealthCheck): PlainValue {
  const duration = (ms: number): PlainValue => ({
    secs: Math.floor(ms / 1000),
    nanos: (ms % 1000) * 1_000_000,
  });
  return {
    check_type: type === 'http' ? { type, url } : { type, path: script },
    timeout: duration(timeoutMs),
    interval: duration(intervalMs),
    retries,
    enabled,
  };
}

function profileNotes({ spec }: ExportedApp): readonly ExportNote[] {
  return Object.keys(spec.envProfiles).map((profile) => ({
    app: spec.name,
    text: `"env_${profile}" is left out: PMDaemon knows one "env" only. "--env ${profile}" writes its variables there.`,
  }));
}
