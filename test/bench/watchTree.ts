import { execFile } from 'node:child_process';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What a watcher of a project came to: `watches` are those of the kernel, null where the system does not tell. */
export interface TreeFigure {
  readonly readyMs: number;
  readonly watches: number | null;
}

/** `bare`: chokidar alone, told to leave out node_modules. */
export type TreeWatcher = 'drover' | 'bare';

/** A project of 50,000 files: 1,000 of its own in 20 folders, the others in 500 packages of node_modules. */
export function makeWatchTree(folder: string): void {
  for (let name = 0; name < 20; name += 1) mkdirSync(join(folder, 'src', String(name)), { recursive: true });
  for (let file = 0; file < 1000; file += 1)
    writeFileSync(join(folder, 'src', String(file % 20), `${file}.js`), '');
  const installed = join(folder, 'node_modules');
  for (let name = 0; name < 500; name += 1) {
    const lib = join(installed, `package-${name}`, 'lib');
    mkdirSync(lib, { recursive: true });
    if (name === 0) writeFileSync(join(lib, '0.js'), '');
    const first = join(installed, 'package-0', 'lib', '0.js');
    for (let file = name === 0 ? 1 : 0; file < 98; file += 1) linkSync(first, join(lib, `${file}.js`));
  }
}

/** How long a watcher takes to see every change of the tree, in a process of its own, as the first thing it does. */
export async function measureWatchTree(folder: string, watcher: TreeWatcher): Promise<TreeFigure> {
  const program = fileURLToPath(new URL('watch/treeWatcher.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, watcher, folder]);
  return JSON.parse(stdout) as TreeFigure;
}
