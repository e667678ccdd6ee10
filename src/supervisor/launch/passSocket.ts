import type { AppPlan } from '../../ecosystem/appSpec.ts';
import { recogniseWebServer } from '../../ecosystem/webServer.ts';
import type { Program } from './resolveProgram.ts';

/** Where socket activation puts the first socket, after the standard streams. */
export const socketFd = 3;

export interface WithSocket {
  readonly program: Program;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Makes a program serve the listening socket that it inherits as fd 3, by systemd's convention and, for
 * servers that have one, by their own flag. A program that is not known gets LISTEN_PID, which must be its own
 * pid: a shell that becomes the program sets it.
 */
export function passSocket(
  program: Program,
  plan: Pick<AppPlan, 'script' | 'args' | 'spec'>,
  env: Readonly<Record<string, string>>,
): WithSocket {
  const activated = { ...env, LISTEN_FDS: '1', LISTEN_FDNAMES: plan.spec.name.replaceAll(':', '-') };
  if (program.kind === 'node') return { program, env: activated };
  const { file, args } = program;
  const server = recogniseWebServer(plan.script, plan.args)?.server.name;
  if (server !== undefined) {
    const flags = server === 'uvicorn' ? ['--fd', String(socketFd)] : ['-b', `fd://${socketFd}`];
    return { program: { ...program, args: [...args, ...flags] }, env: activated };
  }
  const becoming = 'LISTEN_PID=$$; export LISTEN_PID; exec "$0" "$@"';
  return {
    program: { kind: 'other', file: '/bin/sh', args: ['-c', becoming, file, ...args] },
    env: activated,
  };
}
