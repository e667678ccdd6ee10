import { execFile } from 'node:child_process';
import type { Platform } from './platform.ts';
import { parseCimProcesses, parseNetstat } from './windowsOutput.ts';
import { run, runNow } from './run.ts';
import { shareCalls } from './shareCalls.ts';

/**
 * Windows through PowerShell's CIM cmdlets, `netstat` and `taskkill`. There are no process groups, no signals
 * and no way to see another process's environment: a group is the tree below its leader (a dead parent's pid
 * stays readable in its children), every signal that ends a process ends the tree, and tokens are not found.
 */
export function createWindowsPlatform(): Platform {
  const listProcesses = shareCalls(async () => parseCimProcesses(await powershell(listScript(''))));
  let boot: string | undefined;
  return {
    bootId: () =>
      (boot ??= powershellNow(
        '(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToFileTimeUtc()',
      ).trim()),
    startTime: (pid) => parseCimProcesses(powershellNow(listScript(`ProcessId=${pid}`)))[0]?.start ?? null,
    listProcesses,
    command: (pid) =>
      powershellNow(`(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`).trim() || null,
    findByToken: () => Promise.resolve([]),
    signalGroup: (pgid, signal) => isAlive(pgid) && (!endsProcess(signal) || taskkill(pgid)),
    mayHaveGroup: () => true,
    signal: (pid, signal) => isAlive(pid) && (!endsProcess(signal) || process.kill(pid, 'SIGKILL')),
    portOwner: async (port) => {
      const owner = parseNetstat(await netstat()).find((listener) => listener.port === port);
      if (owner === undefined) return null;
      const name = await powershell(`(Get-Process -Id ${owner.pid}).ProcessName`);
      return { pid: owner.pid, command: name.trim() || null };
    },
    makeFifos: () => Promise.reject(new Error('Windows has no FIFOs.')),
    listeningPorts: async (pids) => {
      const wanted = new Set(pids);
      const found = new Map<number, number[]>();
      for (const { pid, port } of parseNetstat(await netstat())) {
        if (wanted.has(pid))
          found.set(
            pid,
            [...new Set([...(found.get(pid) ?? []), port])].sort((a, b) => a - b),
          );
      }
      return found;
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Signals such as SIGCONT or SIGUSR1 mean nothing here; the others end the process, as Node documents. */
function endsProcess(signal: NodeJS.Signals): boolean {
  return ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGABRT', 'SIGBREAK'].includes(signal);
}

/** Does not wait: whoever ends a process watches for its end anyway. */
function taskkill(pid: number): boolean {
  execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => undefined);
  return true;
}

/** No header, `pid|ppid|creation time in 100 ns` a line. */
function listScript(filter: string): string {
  const which = filter === '' ? '' : ` -Filter '${filter}'`;
  return (
    `Get-CimInstance Win32_Process${which} | ForEach-Object { '{0}|{1}|{2}' -f ` +
    '$_.ProcessId, $_.ParentProcessId, $(if ($_.CreationDate) { $_.CreationDate.ToFileTimeUtc() }) }'
  );
}

const powershellArgs = ['-NoProfile', '-NonInteractive', '-Command'];

function powershell(script: string): Promise<string> {
  return run('powershell.exe', [...powershellArgs, script]);
}

function powershellNow(script: string): string {
  return runNow('powershell.exe', [...powershellArgs, script]);
}

function netstat(): Promise<string> {
  return run('netstat.exe', ['-ano', '-p', 'TCP']).then(
    async (v4) => v4 + (await run('netstat.exe', ['-ano', '-p', 'TCPv6'])),
  );
}
