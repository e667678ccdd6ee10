import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { count, object, string } from '../../protocol/shape.ts';
import type { Infer } from '../../protocol/shape.ts';

const portRecord = object({ pid: count, port: count, folder: string });
export type PortRecord = Infer<typeof portRecord>;

const fileName = 'web.json';

/** Notes who serves a folder, so that another server that finds the port taken can say by whom. */
export function writePortRecord(stateDir: string, record: PortRecord): void {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(stateDir, fileName), JSON.stringify(record), { mode: 0o600 });
}

/** Takes the note away, unless another server has written its own since. */
export function removePortRecord(stateDir: string, pid: number): void {
  if (readRecord(path.join(stateDir, fileName))?.pid === pid)
    rmSync(path.join(stateDir, fileName), { force: true });
}

/** Which of the user's servers has a port; undefined where it is another program. */
export function holderOf(port: number, stateDir: string): PortRecord | undefined {
  const base = path.dirname(stateDir);
  return readdirSync(base)
    .map((key) => readRecord(path.join(base, key, fileName)))
    .find((record) => record?.port === port && isAlive(record.pid));
}

function readRecord(file: string): PortRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Most folders have none; a damaged one says nothing.
    return undefined;
  }
  return portRecord.check(value, '') === undefined ? (value as PortRecord) : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
