import { posix } from 'node:path';
import type { ExportedApp } from './exporter.ts';
import { plain, timeSpan } from './systemdText.ts';
import type { Section } from './systemdText.ts';
import { unitShape } from './systemdProgram.ts';

/** What a unit is ordered by: names of other units. */
export interface Waits {
  readonly wants: readonly string[];
  readonly requires: readonly string[];
}

/** When systemd gives up: as many unstable exits in a row, whatever lies between, come to as many starts in their time. */
export function startLimit({ spec }: ExportedApp): Section {
  if (!spec.autorestart) return [];
  if (spec.maxRestarts === Number.MAX_SAFE_INTEGER) return [['StartLimitIntervalSec', '0']];
  const burst = Math.max(1, spec.maxRestarts);
  const interval = Math.ceil((burst * (spec.minUptimeMs + spec.restartDelayMs)) / 1000);
  return [
    ['StartLimitIntervalSec', `${Math.max(1, interval)}s`],
    ['StartLimitBurst', String(burst)],
  ];
}

/** How it is ended, and what follows an end. */
export function lifecycle({ spec }: ExportedApp): Section {
  const isTask = spec.oneShot;
  return [
    ['Type', isTask ? 'oneshot' : 'exec'],
    // A timer starts it again only once it is inactive.
    ['RemainAfterExit', isTask && spec.cron === null ? 'yes' : null],
    ['Restart', !spec.autorestart ? 'no' : isTask ? 'on-failure' : 'always'],
    ['RestartSec', spec.autorestart ? timeSpan(spec.restartDelayMs) : null],
    ['RestartPreventExitStatus', spec.stopExitCodes.length === 0 ? null : spec.stopExitCodes.join(' ')],
    ['KillSignal', spec.killSignal],
    ['KillMode', spec.treekill ? null : 'process'],
    // 0 would mean no limit.
    ['TimeoutStopSec', spec.killTimeoutMs === 0 ? '1ms' : timeSpan(spec.killTimeoutMs)],
    ['MemoryMax', spec.maxMemoryBytes === null ? null : String(spec.maxMemoryBytes)],
    ['Slice', spec.namespace === 'default' ? null : `${spec.namespace.replace(/\W+/g, '_')}.slice`],
  ];
}

/** Where output goes: the journal, unless files are named. */
export function outputs(app: ExportedApp): Section {
  const { logs } = app.spec;
  if (logs.disabled) {
    return [
      ['StandardOutput', 'null'],
      ['StandardError', 'null'],
    ];
  }
  const combined = logs.combined === null || !logs.combined.startsWith('/') ? null : logs.combined;
  return [
    ['StandardOutput', destination(app, logs.out ?? combined)],
    ['StandardError', destination(app, logs.error ?? combined)],
  ];
}

function destination(app: ExportedApp, path: string | null): string | null {
  if (path === null || path === 'default') return null;
  if (path === 'off') return 'null';
  const isApart = unitShape(app) === 'template' && app.spec.logs.merge !== true;
  const { dir, name, ext } = posix.parse(path);
  return `append:${plain(isApart ? posix.join(dir, name) : path)}${isApart ? `-%i${plain(ext)}` : ''}`;
}

export function ordering({ wants, requires }: Waits): Section {
  const all = [...wants, ...requires];
  return [
    ['Wants', wants.length === 0 ? null : wants.join(' ')],
    ['Requires', requires.length === 0 ? null : requires.join(' ')],
    ['After', ['network.target', ...all].join(' ')],
  ];
}
