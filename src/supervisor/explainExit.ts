import { stripVTControlCharacters } from 'node:util';
import type { AppSpec } from '../ecosystem/appSpec.ts';
import type { LogLine, Problem } from '../protocol/model.ts';
import type { Exit } from './restartPolicy.ts';
import type { Slot } from './slotState.ts';

/** What an exit that nobody asked for means, read from its code and the last lines; the app's own words decide. */
export function explainExit(
  exit: Exit,
  slot: Slot,
  spec: Pick<AppSpec, 'maxRestarts' | 'minUptimeMs' | 'autorestart' | 'name'>,
  lastLines: readonly LogLine[],
): Problem | null {
  const text = stripVTControlCharacters(lastLines.map((line) => line.text).join('\n'));
  const port = takenPort(text);
  if (exit.code !== 0 && port !== undefined) {
    return {
      code: 'port-taken',
      severity: 'error',
      app: spec.name,
      data: { port, owner: 'another process' },
    };
  }
  const ended = exit.signal ?? (exit.code === null ? 'its cluster host' : `code ${exit.code}`);
  const unstable = exit.uptimeMs < spec.minUptimeMs;
  const exits = slot.policy.unstableExits + 1;
  if (unstable && spec.autorestart && exits >= spec.maxRestarts) {
    const data = { count: String(exits), minUptime: `${spec.minUptimeMs} ms`, exit: ended };
    return { code: 'gave-up', severity: 'error', app: spec.name, data };
  }
  if (exit.code === 0) return null;
  const data = { exit: ended, uptime: duration(exit.uptimeMs) };
  return { code: 'crashed', severity: 'warning', app: spec.name, data };
}

/** The port that a program says is in use: Node's `EADDRINUSE … :8000`, Python's `('127.0.0.1', 8000): address …`. */
export function takenPort(text: string): string | undefined {
  const node = /EADDRINUSE[^\n]*?:(\d{1,5})\b/.exec(text);
  if (node !== null) return node[1];
  const line = /^.*address already in use.*$/im.exec(text)?.[0];
  return line === undefined ? undefined : /(?:', |:|port )(\d{1,5})\b/.exec(line)?.[1];
}

function duration(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
