// Bundles everything that ships into dist/. `--watch` keeps rebuilding; `--dev` leaves names readable.
import { existsSync } from 'node:fs';
import { build, context } from 'esbuild';

process.chdir(new URL('..', import.meta.url).pathname);

const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // jsonc-parser's UMD build hides its require() calls from the bundler; its ES modules do not.
  mainFields: ['module', 'main'],
  sourcemap: true,
  logLevel: 'warning',
  outExtension: { '.js': '.cjs' },
};

const bundles = [
  {
    ...shared,
    entryPoints: {
      extension: 'src/extension/extension.ts',
      supervisor: 'src/supervisor/main.ts',
      cli: 'src/cli/main.ts',
    },
    outdir: 'dist',
    target: 'node22.15',
    external: ['vscode'],
    minify: !process.argv.includes('--dev'),
  },
  {
    ...shared,
    entryPoints: {
      clusterHost: 'src/runtime/clusterHost.ts',
      preload: 'src/runtime/preload.ts',
      configRunner: 'src/runtime/configRunner.ts',
    },
    outdir: 'dist/runtime',
    target: 'node18',
    sourcemap: false,
  },
];

for (const { entryPoints } of bundles) {
  for (const [name, file] of Object.entries(entryPoints)) {
    if (existsSync(file)) continue;
    console.warn(`${file} does not exist yet`);
    delete entryPoints[name];
  }
}

if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
