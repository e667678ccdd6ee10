import { basename } from 'node:path';

/** Servers that take over a listening socket and need to be told so by a flag. */
export type PythonServer = 'uvicorn' | 'gunicorn' | 'hypercorn';

const servers: readonly PythonServer[] = ['uvicorn', 'gunicorn', 'hypercorn'];

/** Which server a command runs: `uvicorn …`, `/venv/bin/gunicorn …`, `python3 -m hypercorn …`. */
export function recognisePythonServer(command: readonly string[]): PythonServer | undefined {
  const [program = '', flag, module] = command;
  const name = basename(program).replace(/\.exe$/i, '');
  const wanted = /^(python|pypy)[\d.]*$/.test(name) && flag === '-m' ? module : name;
  return servers.find((server) => server === wanted);
}

/**
 * The arguments that make the server serve the inherited socket instead of binding its own: other addresses are
 * dropped, because gunicorn and hypercorn would bind those as well.
 */
export function onInheritedSocket(server: PythonServer, args: readonly string[], fd: number): string[] {
  if (server === 'uvicorn') {
    return [...withoutOptions(args, ['--fd', '--host', '--port', '--uds']), '--fd', String(fd)];
  }
  return [...withoutOptions(args, ['-b', '--bind']), '-b', `fd://${fd}`];
}

/** Leaves out options with their values, in the forms `--name value`, `--name=value` and `-nvalue`. */
function withoutOptions(args: readonly string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  let isValue = false;
  for (const argument of args) {
    if (isValue) {
      isValue = false;
    } else if (names.includes(argument)) {
      isValue = true;
    } else if (!names.some((name) => isJoined(argument, name))) {
      kept.push(argument);
    }
  }
  return kept;
}

function isJoined(argument: string, name: string): boolean {
  return name.startsWith('--')
    ? argument.startsWith(`${name}=`)
    : /^-[a-z]\S/.test(argument) && argument.startsWith(name);
}
