import { relative, sep } from 'node:path';
import { discoverEcosystemFiles } from '../ecosystem/discover.ts';
import { readEcosystemFile } from '../ecosystem/readEcosystemFile.ts';
import { scrubEnvironment } from '../ecosystem/scrubEnvironment.ts';
import type { AppSpec, EcosystemFile } from '../ecosystem/appSpec.ts';
import type { Params } from '../protocol/contract.ts';
import type { FileInfo, Problem } from '../protocol/model.ts';
import { findExecutable } from './launch/findExecutable.ts';

type Environment = Readonly<Record<string, string>>;

export interface LoadedFiles {
  readonly files: readonly EcosystemFile[];
  /** Set when the whole folder was looked at: files that are not among these are no longer there. */
  readonly complete: boolean;
  readonly env: Environment;
}

/** Finds and reads ecosystem files on behalf of a client; evaluates them on the user's Node. */
export class FileLoader {
  readonly #folder: string;
  readonly #runnerScript: string;

  constructor(folder: string, runnerScript: string) {
    this.#folder = folder;
    this.#runnerScript = runnerScript;
  }

  async load(params: Params<'files/load'>, defaultEnv: Environment): Promise<LoadedFiles> {
    const env = params.env === undefined ? defaultEnv : scrubEnvironment(params.env);
    const paths =
      params.paths ?? (await discoverEcosystemFiles(this.#folder, { patterns: params.patterns ?? [] }));
    const node = (await findExecutable('node', { cwd: this.#folder, env })) ?? process.execPath;
    const runner = { node, script: this.#runnerScript, fallbackNode: process.execPath, env };
    const dialect = params.dialect ?? 'auto';
    const files = await Promise.all(paths.map((path) => readEcosystemFile(path, { dialect, runner })));
    return { files, complete: params.paths === undefined, env };
  }
}

/** `<file relative to the folder>#<name>`: stable over restarts of the supervisor, readable in messages. */
export function appId(folder: string, { file, name }: Pick<AppSpec, 'file' | 'name'>): string {
  return file === null ? `#${name}` : `${relative(folder, file).split(sep).join('/')}#${name}`;
}

export function fileInfo(folder: string, file: EcosystemFile, kept: readonly string[]): FileInfo {
  const apps = file.apps.map((spec) => appId(folder, spec));
  return {
    path: file.path,
    dialect: file.dialect,
    apps: apps.length > 0 ? apps : kept,
    problems: file.problems,
  };
}

/** A file whose text cannot be understood says nothing about its apps: those known already stay. */
export function isBroken(file: EcosystemFile): boolean {
  return file.apps.length === 0 && file.problems.some((problem: Problem) => problem.severity === 'error');
}

export function isMissing(file: EcosystemFile): boolean {
  return file.problems.some(({ code }) => code === 'file-missing');
}
