import { stripVTControlCharacters } from 'node:util';
import type { AppSpec } from '../ecosystem/appSpec.ts';
import type { LogLine, Problem } from '../protocol/model.ts';
import type { Exit } from './restartPolicy.ts';
import type { Slot } from './slotState.ts';

/** The options of an app that say what an exit means. */
export type ExplainingOptions = Pick<AppSpec, 'maxRestarts' | 'minUptimeMs' | 'autorestart'> & Naming;

type Naming = Pick<AppSpec, 'name'> & {
  /** The port of a socket that the instances inherit. */
  readonly sharedPort?: number | undefined;
};

/** What an exit that nobody asked for means, read from its code and the last lines; the app's own words decide. */
export function explainExit(
  exit: Exit,
  slot: Slot,
  spec: ExplainingOptions,
  lastLines: readonly LogLine[],
): Problem | null {
  const taken = portTaken(exit, spec, lastLines);
  if (taken !== undefined) return taken;
  const unstable = exit.uptimeMs < spec.minUptimeMs;
  const exits = slot.policy.unstableExits + 1;
  if (unstable && spec.autorestart && exits >= spec.maxRestarts) {
    const data = { count: String(exits), minUptime: `${spec.minUptimeMs} ms`, exit: endOf(exit) };
    return { code: 'gave-up', severity: 'error', app: spec.name, data };
  }
  return exit.code === 0 ? null : crashed(exit, spec);
}

/** The same for a process that was to replace another: whatever its code is, it was not to end. */
export function explainSuccessor(exit: Exit, spec: Naming, lastLines: readonly LogLine[]): Problem {
  return portTaken(exit, spec, lastLines) ?? crashed(exit, spec);
}

function portTaken(
  exit: Exit,
  { name, sharedPort }: Naming,
  lastLines: readonly LogLine[],
): Problem | undefined {
  if (exit.code === 0) return undefined;
  const text = stripVTControlCharacters(lastLines.map((line) => line.text).join('\n'));
  const port = takenPort(text);
  if (sharedPort !== undefined && (port !== undefined || /address already in use/i.test(text))) {
    const shared = String(sharedPort);
    const data = { port: port ?? shared, shared, range: `${shared}-${sharedPort + 3}` };
    return { code: 'socket-ignored', severity: 'error', app: name, data };
  }
  if (port === undefined) return undefined;
  const data = { port, owner: 'another process' };
  return { code: 'port-taken', severity: 'error', app: name, data };
}

function crashed(exit: Exit, spec: Naming): Problem {
  const data = { exit: endOf(exit), uptime: duration(exit.uptimeMs) };
  return { code: 'crashed', severity: 'warning', app: spec.name, data };
}

function endOf({ signal, code }: Exit): string {
  return signal ?? (code === null ? 'its cluster host' : `code ${code}`);
}

/** The port that a program says is in use: Node's `EADDRINUSE … :8000`, Python's `('127.0.0.1', 8000): address …`. */
export function takenPort(text: string): string | undefined {
  const node = /EADDRINUSE[^\n]*?:(\d{1,5})\b/.exec(text);
  if (node !== null) return node[1];
  const line = /^.*address already in use.*$/im.exec(text)?.[0];
  return line === undefined ? undefined : /(?:', |:|port )(\d{1,5})\b/.exec(line)?.[1];
}

function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
