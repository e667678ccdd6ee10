import type { Stats } from 'node:fs';
import { statSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import type { AppPlan } from '../../ecosystem/appSpec.ts';
import { firstLineProgram, isNode } from '../../ecosystem/interpreterFor.ts';
import { recogniseWebServer } from '../../ecosystem/webServer.ts';
import type { Problem } from '../../protocol/model.ts';
import { findExecutable } from './findExecutable.ts';
import type { FoundProgram, ProgramSearch } from './findProgram.ts';
import { findProgram, searchedPaths } from './findProgram.ts';
import { LaunchFailure } from './launchProblem.ts';
import { findNode } from './node/findNode.ts';
import type { NodeVersions } from './node/nodeVersion.ts';
import { nodeProgram } from './nodeProgram.ts';
import { batchCommand, isBatchFile, shellCommand } from './windowsCommand.ts';

type Env = Readonly<Record<string, string>>;

/** What is run for an instance, with every file found. */
export type Program =
  | {
      readonly kind: 'node';
      readonly node: string;
      readonly execArgv: readonly string[];
      readonly script: string;
      readonly args: readonly string[];
    }
  | {
      readonly kind: 'other';
      readonly file: string;
      readonly args: readonly string[];
      /** For Windows: the arguments are quoted already. */
      readonly verbatim?: boolean;
    };

export interface ResolvedProgram {
  readonly program: Program;
  /** The instance's environment, with another PATH where that was needed. */
  readonly env: Env;
  /** Absolute path of what runs the script; undefined when it runs by itself. */
  readonly interpreter: string | undefined;
  readonly warning: Problem | undefined;
}

export interface ProgramContext extends Pick<ProgramSearch, 'env' | 'loginShell'> {
  readonly versions: NodeVersions;
  /** Absolute path of the preload shim. */
  readonly preload: string;
}

/**
 * Turns a plan into files and arguments, looking on this instance's own PATH. Throws a `LaunchFailure` for
 * whatever does not exist, instead of leaving it to a process that dies with a riddle.
 */
export async function resolveProgram(plan: AppPlan, context: ProgramContext): Promise<ResolvedProgram> {
  const { cwd } = plan.spec;
  if (!isFolder(cwd)) {
    throw new LaunchFailure(plan.spec.file === null ? 'cwd-gone' : 'cwd-missing', { cwd });
  }
  const search = { cwd, env: context.env, loginShell: context.loginShell };
  if (plan.shell) return shellProgram(plan, search, context.versions);
  if (plan.interpreter === null) return ownProgram(plan, search, context.versions);
  if (isNode(plan.interpreter)) {
    const { file, env, warning } = await findNode(plan.interpreter, search, context.versions);
    requireScript(plan, ['', '.js', '.cjs', '.mjs', '.json', '/index.js', '/package.json']);
    return { program: await nodeProgram(plan, file, { ...context, env }), env, interpreter: file, warning };
  }
  const { file, env } = await findInterpreter(plan.interpreter, plan, search);
  requireScript(plan, ['']);
  const program = runnable(file, [...plan.nodeArgs, plan.script, ...plan.args]);
  return { program, env, interpreter: file, warning: undefined };
}

async function findInterpreter(
  interpreter: string,
  { script, spec }: AppPlan,
  search: ProgramSearch,
): Promise<FoundProgram> {
  const found = await findProgram(interpreter, search);
  if (found !== undefined) return found;
  // Nobody has asked for bun: it is what is left where tsx is not installed.
  if (spec.interpreter === null && interpreter === 'bun') {
    throw new LaunchFailure('jsx-unsupported', { script: basename(script) });
  }
  throw new LaunchFailure('interpreter-missing', { interpreter, path: await searchedPaths(search) });
}

/** A line that starts Node, by itself or through a package manager. */
const startsNode =
  /(?:^|[;&|(])\s*(?:(?:exec|env|\w+=\S*)\s+)*(?:node|npm|npx|pnpm|pnpx|yarn|corepack|tsx|ts-node)(?=[\s;&|)]|$)/;

async function shellProgram(
  { script, args }: AppPlan,
  search: ProgramSearch,
  versions: NodeVersions,
): Promise<ResolvedProgram> {
  const node = startsNode.test(script) ? await findNode('node', search, versions) : undefined;
  const { env, warning } = { env: search.env, warning: undefined, ...node };
  if (process.platform === 'win32') {
    const command = shellCommand([script, ...args].join(' '), comSpec());
    return { program: { kind: 'other', ...command, verbatim: true }, env, interpreter: undefined, warning };
  }
  const line = args.length === 0 ? script : `${script} "$@"`;
  const program: Program = { kind: 'other', file: '/bin/sh', args: ['-c', line, 'sh', ...args] };
  return { program, env, interpreter: undefined, warning };
}

async function ownProgram(
  plan: AppPlan,
  search: ProgramSearch,
  versions: NodeVersions,
): Promise<ResolvedProgram> {
  const { script, args } = plan;
  if (isAbsolute(script)) requireScript(plan, ['']);
  const found = isAbsolute(script) ? { file: script, env: search.env } : await findProgram(script, search);
  if (found === undefined) throw await commandMissing(plan, search);
  if (!isNode(firstLineProgram(found.file))) {
    return {
      program: runnable(found.file, args),
      env: found.env,
      interpreter: undefined,
      warning: undefined,
    };
  }
  // `npm`, `next` and their like find Node by their first line, and npm belongs to one version of it.
  const { env, warning } = await findNode('node', { ...search, env: found.env }, versions);
  const file = findExecutable(script, { cwd: search.cwd, env }) ?? found.file;
  return { program: runnable(file, args), env, interpreter: undefined, warning };
}

async function commandMissing({ script, args }: AppPlan, search: ProgramSearch): Promise<LaunchFailure> {
  const server = recogniseWebServer(script, args)?.server.name;
  const path = await searchedPaths(search);
  if (server === undefined) return new LaunchFailure('command-missing', { command: script, path });
  const python = (await findProgram('python3', search))?.file;
  return new LaunchFailure('module-missing', {
    module: server,
    interpreter: python ?? 'this environment',
    hint: `Install it with "${python === undefined ? 'pip' : 'python3 -m pip'} install ${server}", or start the editor from the environment that has it. It was looked for on PATH (${path}).`,
  });
}

/** Windows runs batch files only by way of cmd.exe; npm's commands are such files there. */
function runnable(file: string, args: readonly string[]): Program {
  return process.platform === 'win32' && isBatchFile(file)
    ? { kind: 'other', ...batchCommand(file, args, comSpec()), verbatim: true }
    : { kind: 'other', file, args };
}

function comSpec(): string {
  return process.env['ComSpec'] ?? 'cmd.exe';
}

/** `endings` are those by which the interpreter completes a name, as Node does like `require`. */
function requireScript({ script, spec }: AppPlan, endings: readonly string[]): void {
  if (!isAbsolute(script)) return;
  if (endings.some((ending) => statOf(script + ending) !== undefined)) return;
  const code = spec.file === null ? 'script-gone' : 'script-missing';
  throw new LaunchFailure(code, { script, base: spec.cwd });
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

/** undefined when it is not there, or not to be seen. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
