import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { cacheFolders } from './cacheFolders.ts';
import { unpack } from './unpack.ts';

/** Put in by `scripts/packSingleFile.ts`. */
declare const packedHash: string;
declare const packedNames: readonly string[];

const folder = unpackOwn();
if (folder !== null) createRequire(import.meta.filename)(path.join(folder, 'dist', 'cli.cjs'));

function unpackOwn(): string | null {
  const folders = cacheFolders({
    env: process.env,
    platform: process.platform,
    uid: process.getuid?.() ?? os.userInfo().username,
    homedir: os.homedir(),
    tmpdir: os.tmpdir(),
  });
  try {
    return unpack(folders, { hash: packedHash, names: packedNames, read: readOwn });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`drover has nowhere to unpack itself: ${reason}. Set XDG_CACHE_HOME to a folder.\n`);
    process.exitCode = 1;
    return null;
  }
}

/** The files are in the last line of this one, a comment. */
function readOwn(): Record<string, string> {
  const text = readFileSync(import.meta.filename, 'latin1');
  const packed = Buffer.from(text.slice(text.lastIndexOf('\n//') + 3), 'base64');
  return JSON.parse(brotliDecompressSync(packed).toString()) as Record<string, string>;
}
