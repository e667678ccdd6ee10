import type { AppSpec, HealthCheck, PortSpec } from './appSpec.ts';
import { readDependencies } from './fields/readDependencies.ts';
import { readEnvironment } from './fields/readEnvironment.ts';
import { readHealthCheck } from './fields/readHealthCheck.ts';
import { readInstances } from './fields/readInstances.ts';
import { readLifecycle } from './fields/readLifecycle.ts';
import { readLogs } from './fields/readLogs.ts';
import { readWatch } from './fields/readWatch.ts';
import { readOptions, scalarText } from './optionReader.ts';
import type { OptionReader } from './optionReader.ts';
import { parsePort } from './portSpec.ts';
import { resolvePath, resolveProgram } from './program.ts';
import type { Report, ValuePath } from './report.ts';

export interface AppContext {
  /** What holds where the options are silent: the defaults, or the app that `dev` overrides. */
  readonly base: AppSpec;
  /** Where relative paths start. */
  readonly folder: string;
  readonly path: ValuePath;
  readonly report: Report;
}

/** The spec of one written app; null, with a problem reported, when there is nothing to run. */
export function normaliseApp(raw: Readonly<Record<string, unknown>>, context: AppContext): AppSpec | null {
  const { base, folder, report } = context;
  const app = scalarText(raw['name']);
  const read = readOptions(raw, { path: context.path, app, report });
  const cwd = resolvePath(folder, read.text('cwd') ?? (base.script === '' ? folder : base.cwd));
  const script = read.text('script')?.trim();
  if (base.script === '' && (script === undefined || script === '')) {
    report(
      'script-required',
      { app: app ?? String(context.path.at(-1) ?? '') },
      { severity: 'error', path: context.path, app },
    );
    return null;
  }
  const interpreter = read.text('interpreter') ?? base.interpreter;
  const nodeArgs = read.words('node_args') ?? base.nodeArgs;
  const args = read.words('args') ?? (script === undefined ? base.args : []);
  const program =
    script === undefined || script === ''
      ? { script: base.script, args, shell: base.shell, interpreter, nodeArgs, name: base.name }
      : resolveProgram({ script, args, interpreter, nodeArgs, cwd, roots: [cwd, folder] });
  const name = read.text('name')?.trim() ?? '';
  return {
    name: name === '' ? program.name : name,
    namespace: read.text('namespace') ?? base.namespace,
    file: base.file,
    dialect: base.dialect,
    script: program.script,
    args: program.args,
    shell: program.shell,
    cwd,
    interpreter: program.interpreter,
    nodeArgs: program.nodeArgs,
    execMode: read.choice('exec_mode', execModes) ?? base.execMode,
    instances: readInstances(read) ?? base.instances,
    port: readPort(read) ?? base.port,
    schedulingPolicy: read.choice('scheduling_policy', policies) ?? base.schedulingPolicy,
    ...readEnvironment(read, context),
    ...readLifecycle(read, base),
    healthCheck: readHealth(read) ?? base.healthCheck,
    dependsOn: readDependencies(read) ?? base.dependsOn,
    ...readWatch(read, base, cwd),
    // Nothing can run in 0 bytes: PM2 takes 0 for no limit.
    maxMemoryBytes: (read.size('max_memory_restart') ?? base.maxMemoryBytes) || null,
    logs: readLogs(read, base.logs, cwd),
    pidFile: readPidFile(read, cwd) ?? base.pidFile,
    sourceMaps:
      read.flag('source_map_support') ?? not(read.flag('disable_source_map_support')) ?? base.sourceMaps,
    windowsHide: read.flag('windowsHide') ?? base.windowsHide,
    uid: readUser(read, 'uid') ?? base.uid,
    gid: readUser(read, 'gid') ?? base.gid,
    dev: read.record('dev') ?? base.dev,
  };
}

const execModes = { fork: 'fork', cluster: 'cluster', fork_mode: 'fork', cluster_mode: 'cluster' } as const;

const policies = { rr: 'rr', none: 'none' } as const;

function readPort(read: OptionReader): PortSpec | undefined {
  if (read.value('port') === false) return undefined;
  return read.parsed('port', 'a port, a range such as "3000-3002" or "auto:8000-8100"', parsePort);
}

function readHealth(read: OptionReader): HealthCheck | undefined {
  const value = read.value('health_check');
  if (value === undefined || value === false) return undefined;
  const check = readHealthCheck(value);
  if (!('expected' in check)) return check;
  read.reject('health_check', check.expected);
  return undefined;
}

function readPidFile(read: OptionReader, cwd: string): string | undefined {
  const path = read.text('pid_file');
  return path === undefined || path === '' ? undefined : resolvePath(cwd, path);
}

function readUser(read: OptionReader, name: 'uid' | 'gid'): string | number | undefined {
  const value = read.value(name);
  if (typeof value === 'number') return value;
  const text = read.text(name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function not(flag: boolean | undefined): boolean | undefined {
  return flag === undefined ? undefined : !flag;
}
