// Watches a folder, prints how long that took as JSON, and ends. Usage: node treeWatcher.ts drover|bare <folder>
import { readFileSync, readdirSync } from 'node:fs';
import { watch } from 'chokidar';
import { Watches } from '../../../src/supervisor/watch/watches.ts';
import type { TreeFigure } from '../watchTree.ts';

const [watcher = '', folder = ''] = process.argv.slice(2);
const before = kernelWatches();
const start = performance.now();
const close = await (watcher === 'drover' ? watchAsDrover() : watchBare());
const readyMs = performance.now() - start;
const after = kernelWatches();
const figure: TreeFigure = { readyMs, watches: before === null || after === null ? null : after - before };
process.stdout.write(JSON.stringify(figure));
await close();

async function watchAsDrover(): Promise<() => Promise<void>> {
  const watches = new Watches();
  const spec = { paths: [folder], ignore: [], delayMs: null, options: {} };
  watches.set('web', spec, {
    cwd: folder,
    script: null,
    gitignore: true,
    outputs: [],
    excluded: [],
    onChange: () => undefined,
    onDegraded: () => undefined,
  });
  await watches.ready('web');
  return () => watches.dispose();
}

async function watchBare(): Promise<() => Promise<void>> {
  const bare = watch(folder, { ignored: (path) => path.endsWith('/node_modules'), ignoreInitial: true });
  await new Promise<void>((resolve) => bare.once('ready', resolve));
  return () => bare.close();
}

/** On Linux alone the kernel tells what it watches for a process. */
function kernelWatches(): number | null {
  if (process.platform !== 'linux') return null;
  return readdirSync('/proc/self/fd')
    .map((fd) => fdInfo(fd).match(/^inotify /gm)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
}

/** The descriptor that the folder is listed by is gone by now. */
function fdInfo(fd: string): string {
  try {
    return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
  } catch {
    return '';
  }
}
