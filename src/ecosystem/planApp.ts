import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { AppPlan, AppSpec, PortSpec } from './appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import { planDevMode } from './planDevMode.ts';
import { findOnPath } from './findOnPath.ts';
import { interpreterFor, isNode } from './interpreterFor.ts';
import { planEnvironment } from './planEnvironment.ts';
import { planSharing } from './planSharing.ts';
import { planWebServer } from './planWebServer.ts';
import { formatPort } from './portSpec.ts';

export interface PlanFacts {
  /** The environment of the shell that starts the app, not yet scrubbed. */
  readonly shellEnv: Readonly<Record<string, string | undefined>>;
  readonly cpus: number;
  /** The `env_<profile>` that was asked for; null for none. */
  readonly profile: string | null;
  readonly dev: boolean;
}

/** What a spec comes to on this machine with this shell. Reads env_files and looks for the script; never throws for them. */
export function planApp(written: AppSpec, { shellEnv, cpus, profile, dev }: PlanFacts): AppPlan {
  const mode = dev ? planDevMode(written) : { spec: written, env: {} };
  const environment = planEnvironment(mode.spec, { shellEnv, profile, dev });
  const env = { ...environment.env, ...mode.env };
  const { spec, port } = withIncrementedPorts(mode.spec, env, cpus);
  const program = locateProgram(spec, env);
  const server = spec.shell
    ? null
    : planWebServer({
        spec,
        ...program,
        port,
        env,
        cpus,
        dev,
        hasConfigFile:
          /gunicorn/.test(`${program.script} ${program.args.join(' ')}`) &&
          existsSync(join(spec.cwd, 'gunicorn.conf.py')),
      });
  const shared =
    server ??
    planSharing(spec, { port, cpus, dev, script: program.script, interpreter: program.interpreter });
  const problems = [
    ...environment.problems,
    ...missing(spec, program),
    ...('problems' in shared ? shared.problems : []),
  ];
  const short = portsShort(port, shared.instances);
  if (short !== null) problems.push(short);
  return {
    spec,
    instances: shared.instances,
    sharing: shared.sharing,
    script: program.script,
    args: server?.args ?? program.args,
    shell: spec.shell,
    interpreter: program.interpreter,
    nodeArgs: program.nodeArgs,
    env: { ...unbuffered(program, server !== null), ...env, ...server?.env },
    socket: shared.socket,
    problems: problems.map((problem) => ({
      app: spec.name,
      ...(spec.file === null ? {} : { file: spec.file }),
      ...problem,
    })),
  };
}

interface LocatedProgram {
  readonly script: string;
  readonly args: readonly string[];
  readonly interpreter: string | null;
  readonly nodeArgs: readonly string[];
}

/** Finds out what a bare name means, and what runs the file. */
function locateProgram(spec: AppSpec, env: Readonly<Record<string, string>>): LocatedProgram {
  const { args, nodeArgs } = spec;
  const given = spec.interpreter === 'none' ? null : spec.interpreter;
  if (spec.shell) return { script: spec.script, args, interpreter: null, nodeArgs };
  const script = locateScript(spec, given, env);
  if (spec.interpreter !== null) {
    const loader = given === null ? null : typeScriptLoader(basename(given), spec.cwd);
    if (loader !== null) return { script, args, interpreter: 'node', nodeArgs: [...loader, ...nodeArgs] };
    return { script, args, interpreter: given, nodeArgs };
  }
  const isFile = script.includes('/') || script.includes('\\');
  const guessed = isFile ? interpreterFor(script) : null;
  const interpreter = guessed === 'python3' && findOnPath('python3', env) === null ? 'python' : guessed;
  return { script, args, interpreter, nodeArgs };
}

/** As PM2: below `cwd` first, then on PATH. */
function locateScript(
  { script, cwd }: AppSpec,
  interpreter: string | null,
  env: Readonly<Record<string, string>>,
): string {
  if (/[\\/]/.test(script)) {
    const isBareFile = dirname(script) === cwd && !nodeFileExists(script);
    return (isBareFile ? findOnPath(basename(script), env) : null) ?? script;
  }
  const below = resolve(cwd, script);
  if (isFile(below) || (isNode(interpreter) && nodeFileExists(below))) return below;
  // An interpreter needs a file; a command without one is looked up when it is started.
  return interpreter === null ? script : (findOnPath(script, env) ?? below);
}

/** What `tsx` and `ts-node` do, as flags for Node, so that such apps cluster; null when the project lacks them. */
function typeScriptLoader(interpreter: string, cwd: string): readonly string[] | null {
  const flags = { tsx: ['--import', 'tsx'], 'ts-node': ['--require', 'ts-node/register'] }[interpreter];
  if (flags === undefined) return null;
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', interpreter, 'package.json'))) return flags;
    if (dirname(folder) === folder) return null;
  }
}

function missing(spec: AppSpec, { script, interpreter }: LocatedProgram): Problem[] {
  if (!isFolder(spec.cwd)) return [{ code: 'cwd-missing', data: { cwd: spec.cwd }, severity: 'error' }];
  if (spec.shell || !/[\\/]/.test(script)) return [];
  if (isNode(interpreter) ? nodeFileExists(script) : existsSync(script)) return [];
  return [{ code: 'script-missing', data: { script, base: spec.cwd }, severity: 'error' }];
}

/** Node completes names as `require` does. */
function nodeFileExists(path: string): boolean {
  return ['', '.js', '.cjs', '.mjs', '.json'].some((ending) => existsSync(path + ending));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** `increment_var: "PORT"` with one port is a range that starts there. */
function withIncrementedPorts(
  spec: AppSpec,
  env: Readonly<Record<string, string>>,
  cpus: number,
): { readonly spec: AppSpec; readonly port: PortSpec | null } {
  if (spec.incrementVar !== 'PORT') return { spec, port: spec.port };
  const from =
    spec.port?.kind === 'single' ? spec.port.port : spec.port === null ? Number(env['PORT'] ?? NaN) : NaN;
  if (!Number.isInteger(from) || from <= 0) return { spec, port: spec.port };
  const { instances } = spec;
  const count = instances.kind === 'count' ? instances.count : instances.kind === 'unset' ? 1 : cpus;
  const port: PortSpec = { kind: 'range', from, to: from + count - 1 };
  return { spec: { ...spec, port }, port };
}

function portsShort(port: PortSpec | null, instances: number): Problem | null {
  if (port === null || port.kind === 'single') return null;
  const have = port.to - port.from + 1;
  if (have >= instances) return null;
  const data = { range: formatPort(port), have: String(have), need: String(instances) };
  return { code: 'ports-short', data, severity: 'error' };
}

/** Python keeps output back when it is no terminal; PM2 sets the same. */
function unbuffered(
  { script, interpreter }: LocatedProgram,
  isServer: boolean,
): Readonly<Record<string, string>> {
  const isPython = /^(?:python|pypy)[\d.]*(?:\.exe)?$/i.test(basename(interpreter ?? script));
  return isPython || isServer ? { PYTHONUNBUFFERED: '1' } : {};
}
