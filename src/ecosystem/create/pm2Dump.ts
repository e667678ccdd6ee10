import { isAbsolute, relative, sep } from 'node:path';
import { isRecord } from '../optionReader.ts';
import { parseJson } from '../parse/parseJson.ts';
import { isNode } from '../interpreterFor.ts';
import { portOf } from './project.ts';
import { propose, toName } from './proposal.ts';
import type { Proposal } from './proposal.ts';

/**
 * The apps of a `dump.pm2`, which `pm2 save` writes, that run inside a folder. Of their environment only the port is
 * taken: the rest is that of the shell they were started from, with its secrets.
 */
export function pm2DumpApps(
  text: string,
  { folder, path }: { folder: string; path: string },
): readonly Proposal[] {
  const parsed = parseJson(text);
  const entries = parsed.kind === 'value' && Array.isArray(parsed.value) ? parsed.value : [];
  const found = new Map<string, { proposal: Proposal; count: number }>();
  for (const entry of entries) {
    const proposal = isRecord(entry) ? dumpedApp(entry, { folder, path }) : null;
    if (proposal === null) continue;
    const known = found.get(proposal.name);
    // Each instance of an app is an entry of its own.
    if (known === undefined) found.set(proposal.name, { proposal, count: 1 });
    else known.count++;
  }
  return [...found.values()].map(({ proposal, count }) =>
    count > 1 || proposal.execMode === 'cluster' ? { ...proposal, instances: count } : proposal,
  );
}

function dumpedApp(
  entry: Readonly<Record<string, unknown>>,
  { folder, path }: { readonly folder: string; readonly path: string },
): Proposal | null {
  const { name, pm_exec_path: program, pm_cwd: cwd, exec_interpreter: interpreter } = entry;
  if (typeof name !== 'string' || typeof program !== 'string' || typeof cwd !== 'string') return null;
  const at = below(folder, cwd);
  if (at === null) return null;
  const env = isRecord(entry['env']) ? entry['env'] : {};
  const usesNode = typeof interpreter === 'string' && isNode(interpreter) && !isAbsolute(interpreter);
  return propose({
    name: toName(name),
    reason: { code: 'pm2-dump', data: { file: path, name } },
    cwd: at,
    script: below(cwd, program) ?? program,
    args: wordsOf(entry['args']),
    nodeArgs: wordsOf(entry['node_args']),
    interpreter: typeof interpreter === 'string' && !usesNode ? interpreter : null,
    execMode: entry['exec_mode'] === 'cluster_mode' ? 'cluster' : null,
    port: portOf(String(env['PORT'] ?? '')),
    portSource: 'variable',
    isServer: true,
  });
}

/** A path relative to a folder, with `/`; null when it lies outside of it. */
function below(folder: string, path: string): string | null {
  const way = relative(folder, path);
  return isAbsolute(way) || way.split(sep)[0] === '..' ? null : way.split(sep).join('/');
}

function wordsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];
}
