import type { Stats } from 'node:fs';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { Problem } from '../protocol/model.ts';
import type { AppSpec } from './appSpec.ts';
import { findOnPath } from './findOnPath.ts';
import { interpreterFor, isNode } from './interpreterFor.ts';

type Env = Readonly<Record<string, string>>;

export interface LocatedProgram {
  /** An absolute path, a command to be looked up when it is started, or a shell line. */
  readonly script: string;
  readonly args: readonly string[];
  /** As written, or by the kind of file; null runs the script itself. */
  readonly interpreter: string | null;
  readonly nodeArgs: readonly string[];
}

/** `interpreter: "v20"` is short for `node@v20`. */
const bareVersion = /^v\d+(?:\.\d+){0,2}$/;

/** Finds out what a bare name means, and what runs the file. */
export function locateProgram(spec: AppSpec, env: Env): LocatedProgram {
  const { args, nodeArgs, cwd } = spec;
  if (spec.shell) return { script: spec.script, args, interpreter: null, nodeArgs };
  if (spec.interpreter === null || spec.interpreter === 'none') {
    const script = locateScript(spec, null, env);
    const guessed = spec.interpreter === null ? guessInterpreter(script, spec, env) : null;
    return { script, args, interpreter: guessed, nodeArgs };
  }
  const interpreter = spec.interpreter.replace(bareVersion, 'node@$&');
  const script = locateScript(spec, interpreter, env);
  const loader = typeScriptLoader(basename(interpreter), cwd);
  if (loader !== null) return { script, args, interpreter: 'node', nodeArgs: [...loader, ...nodeArgs] };
  return { script, args, interpreter, nodeArgs };
}

/** What keeps the program from starting, as far as files tell. An app without a file is corrected otherwise. */
export function missingFiles(
  { cwd, shell, file }: AppSpec,
  { script, interpreter }: LocatedProgram,
): Problem[] {
  const code = (what: 'cwd' | 'script'): string => `${what}-${file === null ? 'gone' : 'missing'}`;
  if (!isFolder(cwd)) return [{ code: code('cwd'), data: { cwd }, severity: 'error' }];
  if (shell || !isPath(script)) return [];
  if (isNode(interpreter) ? nodeFileExists(script) : existsSync(script)) return [];
  return [{ code: code('script'), data: { script, base: cwd }, severity: 'error' }];
}

function guessInterpreter(script: string, spec: AppSpec, env: Env): string | null {
  if (!isPath(script)) return null;
  // A command from PATH is run as it is: one without a first line is for the shell, never for Node.
  const isFromPath = isPath(spec.script) && script !== spec.script;
  if (isFromPath && extname(script) === '') return null;
  const guessed = interpreterFor(script);
  if (guessed === 'bun') return hasPackage('tsx', dirname(script), spec.cwd) ? 'node' : 'bun';
  const isCalledPython =
    guessed === 'python3' && findOnPath('python3', env) === null && findOnPath('python', env) !== null;
  return isCalledPython ? 'python' : guessed;
}

/** As PM2: below `cwd` first, then on PATH. */
function locateScript({ script, cwd }: AppSpec, interpreter: string | null, env: Env): string {
  if (isPath(script)) {
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
  return flags !== undefined && hasPackage(interpreter, cwd) ? flags : null;
}

/** Whether one of the folders, or one above, has `name` among its packages. */
function hasPackage(name: string, ...folders: readonly string[]): boolean {
  return folders.some((folder) => {
    for (let at = folder; ; at = dirname(at)) {
      if (existsSync(join(at, 'node_modules', name, 'package.json'))) return true;
      if (dirname(at) === at) return false;
    }
  });
}

/** Node completes names as `require` does. */
function nodeFileExists(path: string): boolean {
  return ['', '.js', '.cjs', '.mjs', '.json'].some((ending) => existsSync(path + ending));
}

function isPath(script: string): boolean {
  return /[\\/]/.test(script);
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

/** A file may write `\0` into a path, which no path can have; asked for one, Node throws. */
function statOf(path: string): Stats | undefined {
  return path.includes('\0') ? undefined : statSync(path, { throwIfNoEntry: false });
}
