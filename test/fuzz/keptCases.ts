import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from './runTarget.ts';

const folder = join(import.meta.dirname, 'kept');

export interface KeptCase {
  readonly file: string;
  readonly content: unknown;
}

/** The cases that a target once failed for, and that it must hold for ever after. */
export function keptCases(target: string): readonly KeptCase[] {
  const own = join(folder, target);
  const names = existsSync(own) ? readdirSync(own) : [];
  return names.map((file) => ({
    file,
    content: JSON.parse(readFileSync(join(own, file), 'utf8')) as unknown,
  }));
}

/** Keeps the case of a failure, to be committed with what mends it. Returns the path. */
export function keepCase({ target, seed, simplest }: Pick<Failure, 'target' | 'seed' | 'simplest'>): string {
  const own = join(folder, target);
  mkdirSync(own, { recursive: true });
  const path = join(own, `seed-${seed}.json`);
  writeFileSync(path, `${JSON.stringify(simplest, null, 2)}\n`);
  return path;
}
