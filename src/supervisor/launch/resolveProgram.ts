import { stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { AppPlan } from '../../ecosystem/appSpec.ts';
import { isNode } from '../../ecosystem/interpreterFor.ts';
import { recogniseWebServer } from '../../ecosystem/webServer.ts';
import { findExecutable, searchPath } from './findExecutable.ts';
import { findInterpreter } from './findInterpreter.ts';
import { LaunchFailure } from './launchProblem.ts';
import type { NodeVersions } from './nodeVersion.ts';
import { needsTypeScript, typeScriptFlags } from './typeScriptFlags.ts';

/** What is run for an instance, with every file found. */
export type Program =
  | {
      readonly kind: 'node';
      readonly node: string;
      readonly execArgv: readonly string[];
      readonly script: string;
      readonly args: readonly string[];
    }
  | { readonly kind: 'other'; readonly file: string; readonly args: readonly string[] };

export interface ProgramContext {
  readonly env: Readonly<Record<string, string>>;
  readonly versions: NodeVersions;
  /** Absolute path of the preload shim. */
  readonly preload: string;
}

/**
 * Turns a plan into files and arguments, looking on this instance's own PATH. Throws a `LaunchFailure` for
 * whatever does not exist, instead of leaving it to a process that dies with a riddle.
 */
export async function resolveProgram(plan: AppPlan, context: ProgramContext): Promise<Program> {
  const { cwd } = plan.spec;
  if (!(await isFolder(cwd))) throw new LaunchFailure('cwd-missing', { cwd });
  if (plan.shell) return shellProgram(plan);
  if (plan.interpreter === null) return ownProgram(plan, context);
  const interpreter = await findInterpreter(plan.interpreter, { cwd, env: context.env });
  if (isAbsolute(plan.script)) await requireScript(plan.script, cwd, isNode(plan.interpreter));
  if (isNode(plan.interpreter)) return nodeProgram(plan, interpreter, context);
  return { kind: 'other', file: interpreter, args: [...plan.nodeArgs, plan.script, ...plan.args] };
}

function shellProgram({ script, args }: AppPlan): Program {
  if (process.platform === 'win32') {
    return {
      kind: 'other',
      file: process.env['ComSpec'] ?? 'cmd.exe',
      args: ['/d', '/s', '/c', script, ...args],
    };
  }
  const line = args.length === 0 ? script : `${script} "$@"`;
  return { kind: 'other', file: '/bin/sh', args: ['-c', line, 'sh', ...args] };
}

async function ownProgram(plan: AppPlan, { env }: ProgramContext): Promise<Program> {
  const { script, args } = plan;
  const { cwd } = plan.spec;
  if (isAbsolute(script)) {
    await requireScript(script, cwd, false);
    return { kind: 'other', file: script, args };
  }
  const found = await findExecutable(script, { cwd, env });
  if (found !== undefined) return { kind: 'other', file: found, args };
  const server = recogniseWebServer(script, args)?.server.name;
  const path = searchPath(env).join(':');
  if (server === undefined) throw new LaunchFailure('command-missing', { command: script, path });
  const python = await findExecutable('python3', { cwd, env });
  throw new LaunchFailure('module-missing', {
    module: server,
    interpreter: python ?? 'this environment',
    hint: `Install it with "${python === undefined ? 'pip' : 'python3 -m pip'} install ${server}", or start the editor from the environment that has it. It was looked for on PATH (${path}).`,
  });
}

async function nodeProgram(plan: AppPlan, node: string, context: ProgramContext): Promise<Program> {
  const { script, args, nodeArgs } = plan;
  const { cwd } = plan.spec;
  const execArgv = ['--require', context.preload, ...nodeArgs];
  if (needsTypeScript(script, nodeArgs)) {
    const version = await context.versions.of(node, { cwd, env: context.env });
    const flags = version === undefined ? [] : typeScriptFlags(version, { script, cwd });
    if (flags === undefined) {
      throw new LaunchFailure('typescript-unsupported', {
        script: basename(script),
        node: `Node ${version?.text.slice(1) ?? ''}`,
      });
    }
    execArgv.push(...flags);
  }
  return { kind: 'node', node, execArgv, script, args };
}

/** Node completes a script's name as `require` does, so only it may be given one without extension. */
async function requireScript(script: string, base: string, completes: boolean): Promise<void> {
  const endings = completes ? ['', '.js', '.cjs', '.mjs', '.json', '/index.js', '/package.json'] : [''];
  for (const ending of endings) {
    if (await exists(script + ending)) return;
  }
  throw new LaunchFailure('script-missing', { script, base });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
