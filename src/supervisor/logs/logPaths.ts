import { createHash } from 'node:crypto';
import { join, parse } from 'node:path';
import type { LogSpec } from '../../ecosystem/appSpec.ts';

/** The files of one instance; null for none. */
export interface LogPaths {
  readonly out: string | null;
  readonly error: string | null;
  /** Gets both streams. */
  readonly combined: string | null;
}

export interface LogNames {
  /** Absolute folder of the files that the ecosystem file does not name. */
  readonly dir: string;
  /** Name of the instance (`web-2`): what its default files are called. */
  readonly name: string;
  readonly app: string;
  readonly index: number;
  /** How many instances the app has; a file named for all of them is told apart by the index. */
  readonly instances: number;
}

const none: LogPaths = { out: null, error: null, combined: null };

/**
 * Where an instance logs to. As in PM2, a configured file of an app with several instances gets the index before
 * its extension (`out-2.log`) unless `merge_logs` is set; with it the default files are the app's too.
 */
export function logPaths(spec: LogSpec, { dir, name, app, index, instances }: LogNames): LogPaths {
  if (spec.disabled) return none;
  const merge = spec.merge === true;
  const stem = join(dir, safeName(merge ? app : name));
  const place = (path: string | null, fallback: string | null): string | null => {
    if (path === null) return fallback;
    if (path === 'off') return null;
    return merge || instances <= 1 ? path : withIndex(path, index);
  };
  return {
    out: place(spec.out, `${stem}-out.log`),
    error: place(spec.error, `${stem}-error.log`),
    combined: spec.combined === 'default' ? `${stem}.log` : place(spec.combined, null),
  };
}

/**
 * Where an app's log files are that its ecosystem file does not name: a folder below `base` for each ecosystem file.
 * `id` is the file's path as it leads there from the workspace folder, `#` and the app's name.
 */
export function logFolder(base: string, id: string, name: string): string {
  const file = id.slice(0, -`#${name}`.length);
  // A file elsewhere does not lead out of the folder, nor into another drive.
  const steps = file.split('/').map((step) => (/^\.\.?$/.test(step) ? '_' : step.replaceAll(':', '_')));
  return join(base, ...steps);
}

/** `name` as part of a file name on any system; what differs goes on differing. */
function safeName(name: string): string {
  const safe = name.replace(/[^\w.-]/g, '-');
  if (safe === name) return name;
  return `${safe}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

function withIndex(path: string, index: number): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${index}${ext}`);
}
