import { basename } from 'node:path';
import { isRecord } from '../optionReader.ts';
import { parseJson } from '../parse/parseJson.ts';

/** What a file is that says which apps are run. */
export type SourceKind = 'pm2' | 'pmdaemon' | 'procfile' | 'compose' | 'package';

/** Told by its name, and by its content where the name is anybody's; null for something else. */
export function sourceKind(path: string, text: string): SourceKind | null {
  const name = basename(path);
  if (/^Procfile(?:\..+)?$/i.test(name)) return 'procfile';
  if (/^dump\.pm2/.test(name)) return 'pm2';
  if (name === 'package.json') return 'package';
  if (/^(?:docker-)?compose(?:\..+)?\.ya?ml$/.test(name)) return 'compose';
  if (/\.ya?ml$/.test(name)) return /^services\s*:/m.test(text) ? 'compose' : null;
  const parsed = parseJson(text);
  if (parsed.kind !== 'value') return null;
  const { value } = parsed;
  if (Array.isArray(value))
    return value.some((entry) => isRecord(entry) && 'pm_exec_path' in entry) ? 'pm2' : null;
  return isRecord(value) &&
    typeof value['script'] === 'string' &&
    'exec_mode' in value &&
    'min_uptime' in value
    ? 'pmdaemon'
    : null;
}
