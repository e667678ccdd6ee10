import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let built: string | undefined;

/** Absolute path of configRunner.cjs, bundled from the source as it ships. */
export function builtConfigRunner(): string {
  if (built !== undefined) return built;
  const folder = mkdtempSync(join(tmpdir(), 'drover-runner-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true });
  });
  const outfile = join(folder, 'configRunner.cjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('../src/runtime/configRunner.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    logLevel: 'warning',
    outfile,
  });
  return (built = outfile);
}
