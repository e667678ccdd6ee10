import { dirname } from 'node:path';
import type { AppSpec, Dialect } from './appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import { checkDependencies } from './checkDependencies.ts';
import { checkDevOptions } from './checkDevOptions.ts';
import { checkPorts } from './checkPorts.ts';
import { defaultApp } from './defaultApp.ts';
import { findApps } from './findApps.ts';
import type { FoundApp } from './findApps.ts';
import { normaliseApp } from './normaliseApp.ts';
import { isRecord, show } from './optionReader.ts';
import { findOption } from './optionTable.ts';
import { collectProblems } from './report.ts';
import type { Locate, ValuePath } from './report.ts';

export interface NormaliseOptions {
  /** The ecosystem file, absolute. */
  readonly path: string;
  readonly dialect: Dialect;
  /** Where a value stands in the file, where that is known. */
  readonly locate?: Locate;
}

export interface ReadApp {
  readonly path: ValuePath;
  readonly spec: AppSpec;
}

export interface NormalisedEcosystem {
  /** Those that can run, each under a name of its own. */
  readonly apps: readonly AppSpec[];
  /** Every app that could be read, also those whose name another one has. */
  readonly read: readonly ReadApp[];
  readonly problems: readonly Problem[];
}

/** The apps of an evaluated or parsed ecosystem file. An app that cannot be read is left out and reported. */
export function normaliseEcosystem(
  value: unknown,
  { path, dialect, locate = () => undefined }: NormaliseOptions,
): NormalisedEcosystem {
  const { report, problems } = collectProblems(path, locate);
  const found = findApps(value);
  if (found === null || found.length === 0) {
    report('file-no-apps', {}, { severity: found === null ? 'error' : 'warning', path: [] });
    return { apps: [], read: [], problems };
  }
  const folder = dirname(path);
  const base: AppSpec = { ...defaultApp, file: path, dialect, cwd: folder };
  const apps = new Map<string, AppSpec>();
  const entries = new Map<string, FoundApp>();
  const read: ReadApp[] = [];
  for (const [index, entry] of found.entries()) {
    if (!isRecord(entry.value)) {
      const data = { index: String(index), value: show(entry.value) };
      report('app-not-object', data, { severity: 'error', path: entry.path });
      continue;
    }
    const app = normaliseApp(entry.value, { base, folder, path: entry.path, report });
    if (app === null) continue;
    read.push({ path: entry.path, spec: app });
    if (apps.has(app.name)) {
      report(
        'name-duplicate',
        { name: app.name },
        { severity: 'error', path: [...entry.path, 'name'], app: app.name },
      );
      continue;
    }
    checkDevOptions(app, { path: entry.path, report });
    apps.set(app.name, app);
    entries.set(app.name, entry);
  }
  const specs = [...apps.values()];
  for (const { code, data, severity, app } of [...checkDependencies(specs), ...checkPorts(specs)]) {
    const entry = entries.get(app ?? '');
    const path = entry === undefined ? [] : placeOf(entry, code === 'port-conflict' ? 'port' : 'depends_on');
    report(code, data, { severity, path, app });
  }
  if (isRecord(value) && value['static'] !== undefined) {
    report('option-ignored', { option: 'static' }, { severity: 'info', path: ['static'] });
  }
  return { apps: specs, read, problems };
}

/** Where an option of an app stands, in whichever spelling. */
function placeOf({ value, path }: FoundApp, option: string): ValuePath {
  const keys = isRecord(value) ? Object.keys(value) : [];
  return [...path, keys.find((key) => findOption(key)?.name === option) ?? option];
}
