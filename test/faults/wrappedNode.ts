import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A stand-in for Node that first does `before` (shell), and gives Node `options`. Used as the runtime of a
 * supervisor, it gets at what no request can: its limits, its clock, its defects.
 */
export function wrappedNode(
  folder: string,
  { before = '', options = [] }: { readonly before?: string; readonly options?: readonly string[] },
): string {
  const path = join(folder, 'wrapped-node');
  const flags = options.map((option) => `'${option}'`).join(' ');
  writeFileSync(path, `#!/bin/sh\n${before}\nexec '${process.execPath}' ${flags} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A module that Node loads before its program. */
export function preloaded(folder: string, name: string, text: string): readonly string[] {
  const path = join(folder, name);
  writeFileSync(path, text);
  return ['--require', path];
}
