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
  if (!head.toString('latin1').startsWith('#!')) return extname(file) === '' ? 'node' : null;
  return isNode(namedBy(head)) ? 'node' : null;
}

/**
 * The bare name of the program that runs a script by its first line, as in `#!/usr/bin/env node`. Null when there
 * is no such line.
 */
export function firstLineProgram(file: string): string | null {
  const head = firstBytes(file);
  return head === null ? null : namedBy(head);
}

/** Whether an interpreter as written is Node: `node`, `/usr/bin/node`, `node@20`, `node@lts/*`, `nodejs`. */
export function isNode(interpreter: string | null): boolean {
  if (interpreter === null) return false;
  const name = basename(interpreter.replaceAll('\\', '/'));
  return /^node(?:js)?@/i.test(interpreter) || /^node(?:js)?(?:@.*)?(?:\.exe)?$/i.test(name);
}

function namedBy(head: Buffer): string | null {
  const line = /^#!([^\r\n]*)/.exec(head.toString('latin1'))?.[1] ?? '';
  const [program = '', ...rest] = line.trim().split(/\s+/);
  const name = basename(program);
  const named = name === 'env' ? rest.find((word) => !word.startsWith('-') && !word.includes('=')) : name;
  return basename(named ?? '') || null;
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
  } catch {
    // A folder, which the start will say as well.
    return null;
  } finally {
    closeSync(fd);
  }
}
