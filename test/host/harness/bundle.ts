import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { cache, root } from '../../../scripts/install/paths.ts';

/** Bundles host tests into one CommonJS file whose `run()` VS Code calls; returns its path. */
export async function bundleHostTests(name: string, files: readonly string[]): Promise<string> {
  const folder = `${cache}/host-tests/${name}`;
  const outfile = `${folder}/index.js`;
  const imports = files.map((file) => `await import(${JSON.stringify(file)});`).join('\n');
  await build({
    stdin: {
      contents: `import { runMocha } from './runMocha.ts';\nexport const run = () => runMocha(async () => {\n${imports}\n});`,
      resolveDir: `${root}/test/host/harness`,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  await writeFile(`${folder}/package.json`, '{"type":"commonjs"}\n');
  return outfile;
}
