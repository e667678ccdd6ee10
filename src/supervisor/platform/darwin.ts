import type { Platform, PortOwner } from './platform.ts';
import { parseEnvironments, parseLsofListeners, parsePs } from './darwinOutput.ts';
import { posix } from './posix.ts';
import { run, runNow } from './run.ts';
import { shareCalls } from './shareCalls.ts';

const columns = 'pid=,ppid=,pgid=,stat=,lstart=';

/** macOS through `ps`, `lsof` and `sysctl`: one program run per question, however many processes there are. */
export function createDarwinPlatform(): Platform {
  const listProcesses = shareCalls(async () => parsePs(await run('/bin/ps', ['-axo', columns])));
  // `-E` shows the environment after the command, for processes of this user that the system does not protect.
  const environments = shareCalls(async () =>
    parseEnvironments(await run('/bin/ps', ['-axEwwo', 'pid=,command='])),
  );
  let boot: string | undefined;
  return {
    ...posix,
    bootId: () => (boot ??= runNow('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid']).trim()),
    startTime: (pid) => {
      const [row] = parsePs(runNow('/bin/ps', ['-o', columns, '-p', String(pid)]));
      return row === undefined || row.zombie ? null : row.start;
    },
    listProcesses,
    command: (pid) => runNow('/bin/ps', ['-wwo', 'command=', '-p', String(pid)]).trim() || null,
    findByToken: async (prefix) =>
      [...(await environments())].filter(([, token]) => token.startsWith(prefix)).map(([pid]) => pid),
    portOwner,
    listeningPorts: async (pids) =>
      pids.length === 0
        ? new Map()
        : new Map(
            [...parseLsofListeners(await lsof('-iTCP', '-a', '-p', pids.join(',')))].map(
              ([pid, { ports }]) => [pid, ports],
            ),
          ),
  };
}

function lsof(...args: readonly string[]): Promise<string> {
  return run('/usr/sbin/lsof', ['-nP', ...args, '-sTCP:LISTEN', '-Fpcn']);
}

async function portOwner(port: number): Promise<PortOwner | null> {
  const [first] = parseLsofListeners(await lsof(`-iTCP:${port}`));
  if (first !== undefined) return { pid: first[0], command: first[1].command };
  // lsof does not show sockets of other users; netstat shows that one is there.
  const taken = new RegExp(`^tcp\\S*\\s+\\d+\\s+\\d+\\s+\\S+\\.${port}\\s.*LISTEN`, 'm');
  return taken.test(await run('/usr/sbin/netstat', ['-an', '-p', 'tcp']))
    ? { pid: null, command: null }
    : null;
}
