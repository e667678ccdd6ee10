import { isRecord } from '../optionReader.ts';
import { looksSecret } from '../../protocol/looksSecret.ts';
import { canonicalApp } from './canonicalApp.ts';
import type { Imported, ImportNote } from './imported.ts';
import { ImportError } from './imported.ts';

type Saved = Readonly<Record<string, unknown>>;

/**
 * The apps of PMDaemon's folder: a file for each process, those of a cluster numbered. `home` stands for a `cwd` that
 * was not kept. Throws an `ImportError` when there is none.
 */
export function importPmdaemonState(texts: readonly string[], home: string): Imported {
  const saved = texts.map(savedProcess).filter((process) => process !== null);
  if (saved.length === 0) throw new ImportError('There are no processes that PMDaemon has kept.');
  const notes: ImportNote[] = [];
  const apps = clustersOf(saved).map(({ name, process, count, ports }) => {
    const env = isRecord(process['env']) ? process['env'] : {};
    const secrets = Object.keys(env).filter(looksSecret);
    if (secrets.length > 0)
      notes.push({
        app: name,
        text: `${secrets.join(', ')} of its "env" may be secret: better in an "env_file" that is not committed.`,
      });
    if (typeof process['cwd'] !== 'string')
      notes.push({
        app: name,
        text: `PMDaemon did not keep the folder it was started in: "cwd" is ${home}.`,
      });
    // The state is written by a printer that makes "-" of no bytes.
    const memory = process['max_memory_restart'] === '-' ? null : process['max_memory_restart'];
    const {
      health_check: check,
      log_file: _1,
      out_file: _2,
      error_file: _3,
      pid_file: _4,
      ...options
    } = process;
    const isChecked = isRecord(check) && check['enabled'] === true;
    const app = canonicalApp({
      ...withoutNulls({
        ...options,
        max_memory_restart: memory,
        uid: process['user'],
        gid: process['group'],
      }),
      name,
      cwd: process['cwd'] ?? home,
      ...(count > 1 ? { instances: count } : {}),
      ...(ports === null ? {} : { port: ports }),
      ...(isChecked ? { health_check: check } : {}),
    });
    // As PMDaemon rounded it, not the bytes that this would be.
    return app.map((option) =>
      option.key === 'max_memory_restart' && typeof memory === 'string'
        ? { ...option, value: memory }
        : option,
    );
  });
  return { apps, notes };
}

function savedProcess(text: string): Saved | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && typeof value['name'] === 'string' && typeof value['script'] === 'string'
      ? value
      : null;
  } catch {
    // Another file of the folder.
    return null;
  }
}

interface Cluster {
  readonly name: string;
  readonly process: Saved;
  readonly count: number;
  /** Of all of them; null where the first one's own counts. */
  readonly ports: string | null;
}

/** `web-0`, `web-1` … of the same program are one app. */
function clustersOf(saved: readonly Saved[]): readonly Cluster[] {
  const byName = new Map(saved.map((process) => [String(process['name']), process]));
  const programOf = ({ script, args, cwd }: Saved): string => JSON.stringify([script, args, cwd]);
  const clusters: Cluster[] = [];
  for (const [name, process] of [...byName].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const base = /^(.+)-(\d+)$/.exec(name);
    const first = byName.get(`${base?.[1] ?? ''}-0`);
    const isPart = base !== null && first !== undefined && programOf(first) === programOf(process);
    if (!isPart) clusters.push({ name, process, count: 1, ports: null });
    else if (base[2] === '0') {
      let count = 1;
      for (
        let next = byName.get(`${base[1] ?? ''}-1`);
        next !== undefined && programOf(next) === programOf(process);
      )
        next = byName.get(`${base[1] ?? ''}-${++count}`);
      const ports = Array.from({ length: count }, (_, index) =>
        portOf(byName.get(`${base[1] ?? ''}-${index}`)?.['port']),
      );
      clusters.push({ name: base[1] ?? name, process, count, ports: count === 1 ? null : rangeOf(ports) });
    }
  }
  return clusters;
}

/** Its first port, in the text that people write or as PMDaemon's reader takes it. */
function portOf(port: unknown): number {
  const written = isRecord(port) ? Object.values(port)[0] : port;
  return Number(/\d+/.exec(JSON.stringify(written ?? ''))?.[0] ?? NaN);
}

function rangeOf(ports: readonly number[]): string | null {
  const [first = NaN] = ports;
  const isRange = ports.length > 1 && ports.every((port, index) => port === first + index);
  return isRange ? `${first}-${first + ports.length - 1}` : null;
}

function withoutNulls(options: Saved): Saved {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== null && value !== undefined),
  );
}
