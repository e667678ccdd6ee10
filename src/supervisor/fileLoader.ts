import { dirname, relative, sep } from 'node:path';
import { discoverEcosystemFiles } from '../ecosystem/discover.ts';
import type { FoundRunner } from '../ecosystem/readEcosystemFile.ts';
import { readEcosystemFile } from '../ecosystem/readEcosystemFile.ts';
import { scrubEnvironment } from '../ecosystem/scrubEnvironment.ts';
import type { AppSpec, EcosystemFile } from '../ecosystem/appSpec.ts';
import type { Params } from '../protocol/contract.ts';
import type { FileInfo, Problem } from '../protocol/model.ts';
import { launchProblem } from './launch/launchProblem.ts';
import type { LoginShell } from './launch/loginShell.ts';
import { userLoginShell } from './launch/loginShell.ts';
import { findNode } from './launch/node/findNode.ts';
import { NodeVersions } from './launch/node/nodeVersion.ts';

/** Files read at the same time. */
const lanes = 4;

type Environment = Readonly<Record<string, string>>;

export interface LoadedFile {
  readonly file: EcosystemFile;
  /** The shell environment its apps get unless a start brings another one. */
  readonly env: Environment;
}

/** Finds and reads ecosystem files on behalf of a client; evaluates them on the Node that their folder asks for. */
export class FileLoader {
  readonly #folder: string;
  readonly #runnerScript: string;
  readonly #loginShell: LoginShell;
  readonly #versions = new NodeVersions();

  /** `loginShell` is asked for a Node that is not on PATH: the user's own unless given. */
  constructor(folder: string, runnerScript: string, loginShell = userLoginShell()) {
    this.#folder = folder;
    this.#runnerScript = runnerScript;
    this.#loginShell = loginShell;
  }

  /**
   * Hands out each file as soon as it has been read, so that a slow one keeps no other waiting; resolves with
   * all of them.
   */
  async load(
    params: Params<'files/load'>,
    defaultEnv: Environment,
    onFile: (loaded: LoadedFile) => void,
  ): Promise<readonly EcosystemFile[]> {
    const env = params.env === undefined ? defaultEnv : scrubEnvironment(params.env);
    const paths =
      params.paths ?? (await discoverEcosystemFiles(this.#folder, { patterns: params.patterns ?? [] }));
    const dialect = params.dialect ?? 'auto';
    const findRunner = (path: string): Promise<FoundRunner> => this.#findRunner(path, env);
    const read = async (path: string): Promise<EcosystemFile> => {
      const file = await readEcosystemFile(path, { dialect, findRunner });
      onFile({ file, env });
      return file;
    };
    return inLanes(paths, read);
  }

  async #findRunner(path: string, env: Environment): Promise<FoundRunner> {
    const search = { cwd: dirname(path), env, loginShell: this.#loginShell };
    try {
      const found = await findNode('node', search, this.#versions);
      const runner = {
        node: found.file,
        script: this.#runnerScript,
        fallbackNode: process.execPath,
        env: found.env,
      };
      return { runner, problems: found.warning === undefined ? [] : [{ ...found.warning, file: path }] };
    } catch (error) {
      return { runner: null, problems: [{ ...launchProblem(error, 'node'), file: path }] };
    }
  }
}

/** In the order of `paths`, a few at a time: evaluating a file costs a process and has a time limit. */
async function inLanes<T>(paths: readonly string[], read: (path: string) => Promise<T>): Promise<T[]> {
  const results = new Map<string, T>();
  const waiting = paths.values();
  const lane = async (): Promise<void> => {
    for (const path of waiting) results.set(path, await read(path));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return paths.map((path) => results.get(path)).filter((result) => result !== undefined);
}

/** `<file relative to the folder>#<name>`: stable over restarts of the supervisor, readable in messages. */
export function appId(folder: string, { file, name }: Pick<AppSpec, 'file' | 'name'>): string {
  return file === null ? `#${name}` : `${relative(folder, file).split(sep).join('/')}#${name}`;
}

export function fileInfo(file: EcosystemFile, apps: readonly string[]): FileInfo {
  return { path: file.path, dialect: file.dialect, apps, problems: file.problems };
}

/** Whether the file still has the app `id`, in a form that nothing can be made of. */
export function isInvalid(file: EcosystemFile, folder: string, id: string): boolean {
  return file.problems.some(
    ({ severity, app }) =>
      severity === 'error' && app !== undefined && appId(folder, { file: file.path, name: app }) === id,
  );
}

/** A file whose text cannot be understood says nothing about its apps: those known already stay. */
export function isBroken(file: EcosystemFile): boolean {
  return file.apps.length === 0 && file.problems.some((problem: Problem) => problem.severity === 'error');
}

export function isMissing(file: EcosystemFile): boolean {
  return file.problems.some(({ code }) => code === 'file-missing');
}
