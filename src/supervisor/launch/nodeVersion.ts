import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface NodeVersion {
  readonly major: number;
  readonly minor: number;
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
  return parseNodeVersion(output);
}

export function parseNodeVersion(output: string): NodeVersion | undefined {
  const match = /^v(\d+)\.(\d+)\.\d+\S*$/.exec(output.trim());
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]), text: match[0] };
}
