import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { findApps } from './findApps.ts';
import { isRecord } from './optionReader.ts';
import { parseText } from './parse/parseText.ts';

/**
 * Whether a file with an ecosystem file's name is one: other tools use `ecosystem.json`, `process.yaml` and the
 * like too. Names with `.config.` are taken as they are; a broken file is taken when it speaks of apps or scripts.
 */
export async function looksLikeEcosystem(path: string): Promise<boolean> {
  const parse = parseText(extname(path));
  if (parse === null || basename(path).includes('.config.')) return true;
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return true;
  const parsed = parse(text);
  if (parsed.kind === 'empty') return !basename(path).startsWith('process.');
  if (parsed.kind === 'error') return /\b(?:apps|script)\b/.test(text);
  const apps = findApps(parsed.value);
  if (apps === null) return false;
  return apps.length === 0 || apps.some(({ value }) => isRecord(value) && hasScript(value));
}

function hasScript(app: Readonly<Record<string, unknown>>): boolean {
  return ['script', 'exec', 'cmd', 'command'].some((key) => app[key] !== undefined);
}
