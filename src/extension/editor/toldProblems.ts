import { extname } from 'node:path';
import type { Problem } from '../../protocol/model.ts';

type Saying = Pick<Problem, 'code' | 'data'>;

/** What only reading the file from disk tells. */
const ofTheDisk = new Set(['file-missing', 'file-unreadable']);

/**
 * Whether a problem that the supervisor found in a file is shown already while the file is open. Of JSON, YAML and TOML
 * the language server sees all that the supervisor sees. Of JavaScript it sees what is written, and VS Code itself
 * tells wrong syntax; what comes of running it is left.
 */
export function isTold(problem: Saying, file: string, told: readonly Saying[]): boolean {
  if (/^\.(?:json5?|ya?ml|toml)$/.test(extname(file))) return !ofTheDisk.has(problem.code);
  if (problem.code === 'file-syntax') return true;
  return told.some(
    ({ code, data }) =>
      (code === problem.code && isSame(data, problem.data)) ||
      // The server may know more of what is wrong with an option, and call it otherwise.
      (problem.data['option'] !== undefined && data['option'] === problem.data['option']),
  );
}

function isSame(one: Saying['data'], other: Saying['data']): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}
