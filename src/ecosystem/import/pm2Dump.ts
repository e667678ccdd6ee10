import { basename, dirname } from 'node:path';
import { looksSecret } from '../../protocol/looksSecret.ts';
import { isNode } from '../interpreterFor.ts';
import { isRecord, scalarText } from '../optionReader.ts';
import { optionTable } from '../optionTable.ts';
import { parseJson } from '../parse/parseJson.ts';
import type { Imported, ImportedApp, ImportNote } from './imported.ts';
import { ImportError } from './imported.ts';
import { isPm2s, isShells } from './pm2Variables.ts';
import { canonicalApp } from './canonicalApp.ts';

type Entry = Readonly<Record<string, unknown>>;

/** An app of a dump with the records of its instances, the first of which stands for all. */
interface DumpedApp {
  readonly name: string;
  readonly entry: Entry;
  readonly count: number;
}

/** The apps of a `dump.pm2`, which has a record for each instance. Throws an `ImportError` for what is none. */
export function importPm2Dump(
  text: string,
  shellEnv: Readonly<Record<string, string | undefined>>,
): Imported {
  const parsed = parseJson(text);
  if (parsed.kind !== 'value' || !Array.isArray(parsed.value))
    throw new ImportError('It is no list of apps, as "pm2 save" writes it.');
  const apps = dumpedApps(parsed.value as readonly unknown[]);
  const notes: ImportNote[] = [];
  const imported = apps.map((app) => importApp(app, shellEnv, notes));
  if (apps.length > 0)
    notes.push({
      app: null,
      text: 'Variables of the shell that PM2 was started from are left out, as far as they can be told by their names and by this shell: look through "env".',
    });
  return { apps: imported, notes };
}

function dumpedApps(entries: readonly unknown[]): readonly DumpedApp[] {
  const found = new Map<string, DumpedApp>();
  for (const entry of entries) {
    if (!isRecord(entry) || typeof entry['name'] !== 'string' || typeof entry['pm_exec_path'] !== 'string')
      continue;
    const { name } = entry;
    const key = JSON.stringify([entry['namespace'], name]);
    const known = found.get(key);
    found.set(key, known === undefined ? { name, entry, count: 1 } : { ...known, count: known.count + 1 });
  }
  return [...found.values()];
}

/** Taken over by their own names; the others are read one by one below. */
const plainOptions = optionTable
  .filter(({ name, origins, effect }) => origins.includes('pm2') && effect === 'acted on' && !isSpecial(name))
  .map(({ name }) => name);

function isSpecial(name: string): boolean {
  return /^(?:name|script|args|cwd|interpreter|node_args|instances|exec_mode|env|(?:out|error|log|pid)_file|merge_logs|uid|gid)$/.test(
    name,
  );
}

function importApp(
  { name, entry, count }: DumpedApp,
  shellEnv: Readonly<Record<string, string | undefined>>,
  notes: ImportNote[],
): ImportedApp {
  const { env, secrets } = variablesOf(entry, name, shellEnv);
  if (secrets.length > 0)
    notes.push({
      app: name,
      text: `${secrets.join(', ')} of its "env" may be secret: better in an "env_file" that is not committed.`,
    });
  const port = scalarText(entry['port']) ?? (entry['increment_var'] === 'PORT' ? env['PORT'] : undefined);
  const { PORT: _, ...withoutPort } = env;
  const profiles = Object.entries(entry).filter(([key, value]) => /^env_\S/.test(key) && isRecord(value));
  return canonicalApp({
    name,
    cwd: typeof entry['pm_cwd'] === 'string' ? entry['pm_cwd'] : dirname(String(entry['pm_exec_path'])),
    ...programOf(entry),
    ...instancesOf(entry, count),
    ...Object.fromEntries(
      plainOptions.flatMap((key) => (isTaken(key, entry[key]) ? [[key, entry[key]] as const] : [])),
    ),
    ...(port === undefined ? { env } : { port: Number(port), env: withoutPort }),
    ...Object.fromEntries(profiles),
    ...logsOf(entry),
  });
}

/** What PM2 fills in for everybody. */
function isTaken(key: string, value: unknown): boolean {
  if (value === undefined || value === null || key === 'port') return false;
  return !(key === 'kill_retry_time' && value === 100) && !(key === 'namespace' && value === 'default');
}

function variablesOf(
  { env: written }: Entry,
  app: string,
  shellEnv: Readonly<Record<string, string | undefined>>,
): { readonly env: Readonly<Record<string, string>>; readonly secrets: readonly string[] } {
  const kept = Object.entries(isRecord(written) ? written : {}).flatMap(([key, value]) => {
    const text = scalarText(value);
    if (text === undefined || isPm2s(key, value, app) || isShells(key, text, shellEnv)) return [];
    return [[key, text] as const];
  });
  return { env: Object.fromEntries(kept), secrets: kept.map(([key]) => key).filter(looksSecret) };
}

/** PM2 keeps `bash -c "…"` where a command line was written, and paths where a command was found on PATH. */
function programOf(entry: Entry): Readonly<Record<string, unknown>> {
  const script = String(entry['pm_exec_path']);
  const args = wordsOf(entry['args']);
  const nodeArgs = wordsOf(entry['node_args']);
  const interpreter = typeof entry['exec_interpreter'] === 'string' ? entry['exec_interpreter'] : 'node';
  const isShell = /^(?:ba|z|da)?sh$/.test(basename(script)) && args.length === 2 && args[0] === '-c';
  if (interpreter === 'none' && isShell) return { script: args[1] };
  const isCommand = interpreter === 'none' && /^(?:\/usr(?:\/local)?)?\/s?bin\/[^/]+$/.test(script);
  const isUsual = isNode(interpreter) && /\.[cm]?js$/.test(script) && !/@/.test(interpreter);
  return {
    script: isCommand ? basename(script) : script,
    ...(args.length === 0 ? {} : { args }),
    ...(isUsual || isCommand
      ? {}
      : { interpreter: isNode(interpreter) && !/@/.test(interpreter) ? 'node' : interpreter }),
    ...(nodeArgs.length === 0 ? {} : { node_args: nodeArgs }),
  };
}

function instancesOf(
  { exec_mode: mode, increment_var: counts }: Entry,
  count: number,
): Readonly<Record<string, unknown>> {
  if (mode === 'cluster_mode') return { instances: count, exec_mode: 'cluster' };
  if (count === 1) return {};
  // Instances that count their ports up are no cluster here anyway.
  return counts === 'PORT' ? { instances: count } : { instances: count, exec_mode: 'fork' };
}

/** Paths that were written in the file; PM2's own folder is none. Its number is taken out of those of instances. */
function logsOf(entry: Entry): Readonly<Record<string, unknown>> {
  const id = /-(\d+)\.pid$/.exec(String(entry['pm_pid_path'] ?? ''))?.[1];
  const own = (key: string): string | undefined => {
    const path = entry[key];
    if (typeof path !== 'string' || /[\\/]\.?pm2[^\\/]*[\\/](?:logs|pids)[\\/]/.test(path)) return undefined;
    const folder = dirname(String(entry['pm_pid_path'] ?? ''));
    if (dirname(path) === `${dirname(folder)}/logs`) return undefined;
    return id === undefined ? path : path.replace(new RegExp(`-${id}(?=\\.[^.]*$|$)`), '');
  };
  const paths = {
    out_file: own('pm_out_log_path'),
    error_file: own('pm_err_log_path'),
    log_file: own('pm_log_path'),
  };
  const set = Object.entries(paths).filter(([, path]) => path !== undefined);
  return {
    ...Object.fromEntries(set),
    ...(set.length > 0 && entry['merge_logs'] === true ? { merge_logs: true } : {}),
  };
}

function wordsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];
}
