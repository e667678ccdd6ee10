import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface NodeVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** As Node prints it, `v22.15.1`. */
  readonly text: string;
}

const run = promisify(execFile);
const answerWithinMs = 10_000;

/**
 * Asks interpreters for their version, once for each file, modification time and folder: the shims of version
 * managers answer by folder. Undefined when the file does not answer as Node does.
 */
export class NodeVersions {
  readonly #known = new Map<string, Promise<NodeVersion | undefined>>();

  async of(
    path: string,
    { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ): Promise<NodeVersion | undefined> {
    const { mtimeMs } = await stat(path);
    const key = JSON.stringify([path, mtimeMs, cwd]);
    const known = this.#known.get(key) ?? ask(path, cwd, env);
    this.#known.set(key, known);
    return known;
  }
}

async function ask(
  path: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<NodeVersion | undefined> {
  // NODE_OPTIONS that this version refuses would hide the version; the start itself then says so.
  const { NODE_OPTIONS: _ignored, ...rest } = env;
  const output = await run(path, ['--version'], { cwd, env: rest, timeout: answerWithinMs }).then(
    ({ stdout }) => stdout,
    () => '',
  );
  // Others that are called `node`, such as bun's stand-in, leave out the letter.
  return output.startsWith('v') ? parseNodeVersion(output) : undefined;
}

/** A version as Node prints it or a version manager names its folder: `v22.15.1`, `22.15.1`. */
export function parseNodeVersion(text: string): NodeVersion | undefined {
  const match = /^v?((\d+)\.(\d+)\.(\d+)\S*)$/.exec(text.trim());
  if (match === null) return undefined;
  return {
    major: Number(match[2]),
    minor: Number(match[3]),
    patch: Number(match[4]),
    text: `v${match[1] ?? ''}`,
  };
}

/** Negative when `one` is the older. */
export function compareVersions(one: NodeVersion, other: NodeVersion): number {
  return one.major - other.major || one.minor - other.minor || one.patch - other.patch;
}
