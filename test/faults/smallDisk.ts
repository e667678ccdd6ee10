import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why no disk can be mounted here; false when one can. */
export const noDisks: string | false = canMount() ? false : 'mounting a small disk needs root';

const kiB = 512;

/** A disk of half a mebibyte (tmpfs) in the place of a folder, until it is disposed of. */
export class SmallDisk implements Disposable {
  readonly #path: string;

  /** With `copy`, what is in the folder is on the disk as well; sockets and FIFOs are not. */
  constructor(path: string, { copy = false }: { readonly copy?: boolean } = {}) {
    this.#path = path;
    const kept = mkdtempSync(join(tmpdir(), 'drover-disk-'));
    try {
      const isPlain = (source: string): boolean => !/\.sock$|\/io(\/|$)/.test(source);
      if (copy) cpSync(path, kept, { recursive: true, filter: isPlain });
      run('mount', '-t', 'tmpfs', '-o', `size=${kiB}k,mode=700`, 'tmpfs', path);
      if (copy) cpSync(kept, path, { recursive: true });
    } finally {
      rmSync(kept, { recursive: true });
    }
  }

  /** Leaves no byte free. */
  fill(): { remove(): void } {
    const file = join(this.#path, 'filler');
    try {
      writeFileSync(file, Buffer.alloc(kiB * 1024));
      assert.fail('the disk took more than it has');
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    }
    return { remove: () => rmSync(file) };
  }

  makeReadOnly(): void {
    run('mount', '-o', 'remount,ro', this.#path);
  }

  makeWritable(): void {
    run('mount', '-o', 'remount,rw', this.#path);
  }

  /** Whoever still has a file of it open keeps it, out of sight, until it is closed. */
  [Symbol.dispose](): void {
    run('umount', '-l', this.#path);
  }
}

function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args);
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${String(stderr)}`);
}

function canMount(): boolean {
  const path = mkdtempSync(join(tmpdir(), 'drover-disk-'));
  try {
    mkdirSync(path, { recursive: true });
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]).status !== 0) return false;
    spawnSync('umount', [path]);
    return true;
  } finally {
    rmSync(path, { recursive: true });
  }
}
