/** How a debugger can reach a process. */
export interface Inspect {
  /** Of 127.0.0.1. A Node process listens there once it is asked to, or stops there before its first line. */
  readonly port: number;
  /** It waits for a debugger before its first line. */
  readonly breaks: boolean;
}

const ownFlag = /^--inspect(?:-|=|$)/;

/**
 * Node's flags for it; none where the user has some, which say where the inspector is. The second one keeps Node from
 * announcing its inspector in the app's output.
 */
export function inspectFlags(
  inspect: Inspect | undefined,
  nodeArgs: readonly string[],
  env: Readonly<Record<string, string>>,
): readonly string[] {
  const written = [...nodeArgs, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  if (inspect === undefined || (!inspect.breaks && written.some((word) => ownFlag.test(word)))) return [];
  const flag = inspect.breaks ? '--inspect-brk' : '--inspect-port';
  return [`${flag}=127.0.0.1:${inspect.port}`, '--inspect-publish-uid=http'];
}
