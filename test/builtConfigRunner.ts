import { buildSync } from 'esbuild';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let built: string | undefined;

/** Absolute path of configRunner.cjs, bundled from the source as it ships. */
export function builtConfigRunner(): string {
  if (built !== undefined) return built;
  const outfile = join(mkdtempSync(join(tmpdir(), 'drover-runner-')), 'configRunner.cjs');
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
