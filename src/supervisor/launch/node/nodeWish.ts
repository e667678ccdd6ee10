import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A version of Node that somebody asked for, as written. */
export interface NodeWish {
  /** `20`, `v20.11.1`, `lts/*`; may still be one of nvm's aliases. */
  readonly version: string;
  /** The file that says so; null when the app's `interpreter` does. */
  readonly source: string | null;
}

const fileNames = ['.nvmrc', '.node-version'];

/**
 * What an interpreter as written asks for: `node@20` names it; for plain `node` the nearest `.nvmrc` or
 * `.node-version` of `cwd` and the folders above does. Undefined when any Node will do.
 */
export function nodeWish(interpreter: string, cwd: string): NodeWish | undefined {
  const version = /^node(?:js)?@(.+)$/i.exec(interpreter)?.[1];
  if (version !== undefined) return { version, source: null };
  return /^node(?:js)?$/i.test(interpreter) ? findVersionFile(cwd) : undefined;
}

function findVersionFile(cwd: string): NodeWish | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of fileNames) {
      const source = join(folder, name);
      const version = existsSync(source) ? readVersion(source) : undefined;
      // nvm's word for the Node that is there without it.
      if (version !== undefined) return version === 'system' ? undefined : { version, source };
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** The first line that is neither empty nor a comment. */
function readVersion(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    console.error(`${path} could not be read: ${String(error)}`);
    return undefined;
  }
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  return lines.find((line) => line !== '');
}
