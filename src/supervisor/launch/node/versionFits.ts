import type { NodeVersion } from './nodeVersion.ts';

/** Names of the LTS lines, which begin with 4 and are the even versions. Newer ones are known to nvm's files. */
const codenames = 'argon boron carbon dubnium erbium fermium gallium hydrogen iron jod krypton'.split(' ');

const newest = /^(?:node|latest|current|stable|\*)$/;
const comparator = /^(\^|~|[<>]=?|=)?v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.?[x*])*$/;

/** Whether the newest of all versions is meant, and not just any that fits. */
export function wantsNewest(wanted: string): boolean {
  return newest.test(wanted.toLowerCase());
}

/**
 * Whether a version is one that was asked for, in the words of `.nvmrc`, `.node-version` and `node@…`: `20`,
 * `v20.11`, `20.x`, `lts/*`, `lts/iron`, `latest`, and npm's ranges such as `>=18 <21` and `^20.11 || 22`.
 */
export function versionFits(wanted: string, version: NodeVersion): boolean {
  const text = wanted.trim().toLowerCase();
  if (wantsNewest(text)) return true;
  const line = /^lts(?:[/-](.+))?$/.exec(text);
  if (line !== null && [undefined, '*', 'latest'].includes(line[1])) {
    return version.major >= 4 && version.major % 2 === 0;
  }
  const index = codenames.indexOf(line?.[1] ?? text);
  if (index !== -1) return version.major === 4 + 2 * index;
  return text.split('||').some((range) => rangeHolds(range, version));
}

function rangeHolds(range: string, version: NodeVersion): boolean {
  const parts = range
    .trim()
    .replace(/([<>=^~])\s+/g, '$1')
    .split(/\s+/);
  return parts.every((part) => comparatorHolds(part, version));
}

/** What is left out of a bound stands for all: `>20` begins with 21, `<=20.11` includes 20.11.9. */
function comparatorHolds(part: string, { major, minor, patch }: NodeVersion): boolean {
  const match = comparator.exec(part);
  if (match === null) return false;
  const bound = match.slice(2).flatMap((number) => (number === undefined ? [] : [Number(number)]));
  const version = [major, minor, patch];
  const order = compareBegin(version, bound);
  switch (match[1]) {
    case '^':
      return order >= 0 && compareBegin(version, bound.slice(0, 1)) === 0;
    case '~':
      return order >= 0 && compareBegin(version, bound.slice(0, 2)) === 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return order < 0;
    default:
      return order === 0;
  }
}

/** Compares only as many numbers as `bound` has. */
function compareBegin(version: readonly number[], bound: readonly number[]): number {
  for (const [index, number] of bound.entries()) {
    const difference = (version[index] ?? 0) - number;
    if (difference !== 0) return difference;
  }
  return 0;
}
