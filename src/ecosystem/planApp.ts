import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppPlan, AppSpec, PortSpec } from './appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import { planDevMode } from './planDevMode.ts';
import { isNode } from './interpreterFor.ts';
import { locateProgram, missingFiles } from './locateProgram.ts';
import { planEnvironment } from './planEnvironment.ts';
import { planSharing } from './planSharing.ts';
import { planWatch } from './planWatch.ts';
import { planWebServer } from './planWebServer.ts';
import { formatPort } from './portSpec.ts';
import { runsPython } from './runsPython.ts';

export interface PlanFacts {
  /** The environment of the shell that starts the app, not yet scrubbed. */
  readonly shellEnv: Readonly<Record<string, string | undefined>>;
  readonly cpus: number;
  /** The `env_<profile>` that was asked for; null for none. */
  readonly profile: string | null;
  readonly dev: boolean;
  /** Watching as switched on or off by hand; null or absent when the spec and DEV_MODE decide. */
  readonly watch?: boolean | null;
}

/** What a spec comes to on this machine with this shell. Reads env_files and looks for the script; never throws for them. */
export function planApp(
  written: AppSpec,
  { shellEnv, cpus, profile, dev, watch = null }: PlanFacts,
): AppPlan {
  const mode = dev ? planDevMode(written) : { spec: written, env: {} };
  const environment = planEnvironment(mode.spec, { shellEnv, profile, dev });
  const env = { ...environment.env, ...mode.env };
  const { spec, port } = withIncrementedPorts(planWatch(mode.spec, watch), env, cpus);
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
        reloads: mode.spec.watch !== null,
        hasConfigFile:
          /gunicorn/.test(`${program.script} ${program.args.join(' ')}`) &&
          existsSync(join(spec.cwd, 'gunicorn.conf.py')),
      });
  const shared =
    server ??
    planSharing(spec, {
      port,
      cpus,
      dev: dev ? { swaps: written.dev?.['swap'] !== false } : null,
      script: program.script,
      interpreter: program.interpreter,
    });
  const isPythons = server !== null || (!spec.shell && runsPython(program, env));
  const problems = [
    ...environment.problems,
    ...missingFiles(spec, program),
    ...('problems' in shared ? shared.problems : []),
  ];
  const short = portsShort(port, shared.instances);
  if (short !== null) problems.push(short);
  return {
    spec,
    dev,
    instances: shared.instances,
    sharing: shared.sharing,
    script: program.script,
    args: server?.args ?? program.args,
    shell: spec.shell,
    interpreter: program.interpreter,
    nodeArgs: program.nodeArgs,
    debugger: isPythons ? 'python' : isNode(program.interpreter) ? 'node' : null,
    env: { ...usualVariables(env, { isPythons, dev }), ...env, ...server?.env },
    socket: shared.socket,
    problems: problems.map((problem) => ({
      app: spec.name,
      ...(spec.file === null ? {} : { file: spec.file }),
      ...problem,
    })),
  };
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

/**
 * What holds unless the environment says otherwise. Python keeps output back when it is no terminal (PM2 sets the
 * same), and others leave out colours, which the views of logs show; who has said anything about those knows better.
 */
function usualVariables(
  env: Readonly<Record<string, string>>,
  { isPythons, dev }: { readonly isPythons: boolean; readonly dev: boolean },
): Readonly<Record<string, string>> {
  const isSaid = 'NO_COLOR' in env || 'FORCE_COLOR' in env;
  return {
    ...(isPythons ? { PYTHONUNBUFFERED: '1' } : {}),
    // By its compiled files a module that is saved twice within a second may have stayed as it was.
    ...(isPythons && dev ? { PYTHONDONTWRITEBYTECODE: '1' } : {}),
    ...(isSaid ? {} : { FORCE_COLOR: '1' }),
  };
}
