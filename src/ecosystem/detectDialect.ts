import { basename, extname } from 'node:path';
import type { Dialect } from './appSpec.ts';
import { findApps } from './findApps.ts';
import { isRecord } from './optionReader.ts';

/**
 * TOML is PMDaemon's and JavaScript is PM2's. JSON and YAML go by the setting, else by what they hold:
 * `health_check`, ports as strings, and `script: "node"` with `args` are PMDaemon's ways.
 */
export function detectDialect(path: string, value: unknown, setting: Dialect | 'auto'): Dialect {
  const extension = extname(path);
  if (extension === '.toml') return 'pmdaemon';
  if (!/^\.(?:json5?|ya?ml)$/.test(extension)) return 'pm2';
  if (setting !== 'auto') return setting;
  return (findApps(value) ?? []).some(({ value: app }) => isRecord(app) && isPmdaemonStyle(app))
    ? 'pmdaemon'
    : 'pm2';
}

function isPmdaemonStyle(app: Readonly<Record<string, unknown>>): boolean {
  if (app['health_check'] !== undefined) return true;
  if (typeof app['port'] === 'string' && /[-:]/.test(app['port'])) return true;
  return (
    typeof app['script'] === 'string' && basename(app['script']) === 'node' && Array.isArray(app['args'])
  );
}
