// Bundles everything that ships into dist/. `--watch` keeps rebuilding; `--dev` leaves names readable.
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';
import { writeLicenses } from './writeLicenses.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // jsonc-parser's UMD build hides its require() calls from the bundler; its ES modules do not.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  metafile: true,
  legalComments: 'none',
  outExtension: { '.js': '.cjs' },
};

const bundles = [
  {
    ...shared,
    entryPoints: {
      extension: 'src/extension/extension.ts',
      languageServer: 'src/language/main.ts',
      supervisor: 'src/supervisor/main.ts',
      cli: 'src/cli/main.ts',
    },
    outdir: 'dist',
    target: 'node22.15',
    external: ['vscode'],
    sourcemap: true,
    minify: !process.argv.includes('--dev'),
  },
  {
    // Runs inside the user's programs, on the user's Node or Python.
    ...shared,
    entryPoints: {
      clusterHost: 'src/runtime/clusterHost.ts',
      preload: 'src/runtime/preload.ts',
      configRunner: 'src/runtime/configRunner.ts',
      'python/sitecustomize': 'src/runtime/python/sitecustomize.py',
    },
    loader: { '.py': 'copy' },
    outdir: 'dist/runtime',
    target: 'node18',
  },
];

if (process.argv.includes('--watch')) {
  for (const options of bundles) {
    const begin = { name: 'say', setup: sayWhenBuilt };
    await (await context({ ...options, plugins: [begin] })).watch();
  }
} else {
  const results = await Promise.allSettled(bundles.map((options) => build(options)));
  // esbuild has printed what is wrong.
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  await writeLicenses(results.flatMap(({ value }) => Object.keys(value.metafile.inputs)));
}

/** The lines that the build task of .vscode waits for. */
function sayWhenBuilt(plugin) {
  plugin.onStart(() => console.log('[build] started'));
  plugin.onEnd(({ errors }) => {
    for (const { text, location } of errors) {
      console.log(`${location?.file ?? ''}:${location?.line ?? 1}:${location?.column ?? 1}: ${text}`);
    }
    console.log('[build] finished');
  });
}
