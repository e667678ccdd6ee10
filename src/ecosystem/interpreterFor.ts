import { closeSync, openSync, readSync } from 'node:fs';
import { basename, extname } from 'node:path';

const byExtension: Readonly<Record<string, string>> = {
  '.js': 'node',
  '.cjs': 'node',
  '.mjs': 'node',
  '.ts': 'node',
  '.cts': 'node',
  '.mts': 'node',
  '.tsx': 'bun',
  '.jsx': 'bun',
  '.py': 'python3',
  '.sh': 'bash',
  '.bash': 'bash',
  '.zsh': 'zsh',
  '.rb': 'ruby',
  '.php': 'php',
  '.pl': 'perl',
  '.coffee': 'coffee',
  '.ls': 'lsc',
};

/**
 * The interpreter for a file by its extension; without a known one by its first line, where text without any is
 * taken for Node's, as PM2 does. Null when the file runs by itself: programs, and scripts with a `#!` line.
 */
export function interpreterFor(file: string): string | null {
  const known = byExtension[extname(file).toLowerCase()];
  if (known !== undefined) return known;
  const head = firstBytes(file);
  if (head === null || head.includes(0)) return null;
  const text = head.toString('latin1');
  if (!text.startsWith('#!')) return extname(file) === '' ? 'node' : null;
  return /^#!.*\bnode(?:js)?\b/.test(text) ? 'node' : null;
}

/** Whether an interpreter as written is Node: `node`, `/usr/bin/node`, `node@20`, `nodejs`. */
export function isNode(interpreter: string | null): boolean {
  return (
    interpreter !== null &&
    /^node(?:js)?(?:@.*)?(?:\.exe)?$/i.test(basename(interpreter.replaceAll('\\', '/')))
  );
}

function firstBytes(file: string): Buffer | null {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    // Missing or unreadable: the start will say so.
    return null;
  }
  try {
    const bytes = Buffer.alloc(256);
    return bytes.subarray(0, readSync(fd, bytes));
  } finally {
    closeSync(fd);
  }
}
