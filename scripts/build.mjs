// Bundles everything that ships into dist/. `--watch` keeps rebuilding; `--dev` leaves names readable.
import path from 'node:path';
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

/**
 * What is imported on demand is a bundle of its own: Node compiles a file as a whole when it is loaded, and the
 * extension and the command line are waited for.
 */
const onDemand = {
  languageClient: 'src/extension/editor/languageServer.ts',
  createEcosystemFile: 'src/extension/create/createEcosystemFile.ts',
  exportApps: 'src/extension/export/exportApps.ts',
  commandLine: 'src/cli/run.ts',
  fileVerbs: 'src/cli/fileVerbs.ts',
  loadThread: 'src/cli/load/loadThread.ts',
  mcpServer: 'src/cli/mcp/serveTools.ts',
  monit: 'src/cli/monit/runMonit.ts',
  webServer: 'src/cli/web/serveWeb.ts',
};

/** Libraries that several bundles use are bundles of their own too, so that they ship once. */
const libraries = ['yaml', 'toml-eslint-parser', 'string-width', 'vscode-jsonrpc/node'];

/** Of these only what is in a folder may wait: everything else uses them at once, with others of their kind. */
const usedLater = { 'vscode-jsonrpc/node': path.resolve('src/client') };

/**
 * VS Code looks at each `require` of an extension, and there is one in every file that imports `vscode`: what comes from
 * outside of a bundle is asked for once.
 */
const askOnce =
  '"use strict"; require = ((load, known = {}) => Object.assign((name) => (known[name] ??= load(name)), load))(require);';

const bundles = [
  {
    ...shared,
    entryPoints: {
      extension: 'src/extension/extension.ts',
      languageServer: 'src/language/main.ts',
      supervisor: 'src/supervisor/main.ts',
      cli: 'src/cli/main.ts',
      api: 'src/client/api.ts',
      ...onDemand,
      ...Object.fromEntries(libraries.map((name) => [bundleOf(name), name])),
    },
    plugins: [
      { name: 'on demand', setup: leaveToItsBundle },
      { name: 'libraries', setup: leaveToLibraries },
    ],
    banner: { js: askOnce },
    // A bundle is CommonJS, which `require` loads with less ado.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.dirname': '__dirname' },
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
  {
    // The pages of webviews, also in the browsers that VS Code runs in.
    ...shared,
    platform: 'browser',
    format: 'iife',
    outExtension: {},
    entryPoints: [
      { in: 'src/monitor/main.ts', out: 'monitor' },
      { in: 'src/monitor/monitor.css', out: 'monitor' },
      { in: 'src/monitor/throughput.ts', out: 'throughput' },
      { in: 'src/monitor/throughput.css', out: 'throughput' },
    ],
    outdir: 'dist/media',
    target: ['chrome134', 'firefox128', 'safari17'],
    minify: !process.argv.includes('--dev'),
  },
];

if (process.argv.includes('--watch')) {
  for (const options of bundles) {
    const begin = { name: 'say', setup: sayWhenBuilt };
    await (await context({ ...options, plugins: [...(options.plugins ?? []), begin] })).watch();
  }
} else {
  const results = await Promise.allSettled(bundles.map((options) => build(options)));
  // esbuild has printed what is wrong.
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  await writeLicenses(results.flatMap(({ value }) => Object.keys(value.metafile.inputs)));
}

function leaveToItsBundle(plugin) {
  const names = new Map(Object.entries(onDemand).map(([name, file]) => [path.resolve(file), name]));
  plugin.onResolve({ filter: /^\./ }, ({ kind, path: specifier, resolveDir }) => {
    const name = kind === 'dynamic-import' ? names.get(path.resolve(resolveDir, specifier)) : undefined;
    return name === undefined ? undefined : { path: `./${name}.cjs`, external: true };
  });
}

/** Each is loaded when something of it is first used: most folders have neither YAML nor TOML. */
function leaveToLibraries(plugin) {
  const filter = new RegExp(`^(?:${libraries.join('|')})$`);
  plugin.onResolve({ filter }, ({ kind, path: name, resolveDir }) =>
    kind !== 'entry-point' && resolveDir.startsWith(usedLater[name] ?? '')
      ? { path: name, namespace: 'library' }
      : undefined,
  );
  plugin.onResolve({ filter: /^\.\//, namespace: 'library' }, ({ path: file }) => ({
    path: file,
    external: true,
  }));
  plugin.onLoad({ filter: /.*/, namespace: 'library' }, async ({ path: name }) => {
    const names = Object.keys(await import(name));
    if (names.join() === 'default') {
      // One function is all there is.
      const load = `(library ??= require('./${bundleOf(name)}.cjs').default)`;
      return { contents: `let library; export default (...args) => ${load}(...args);` };
    }
    const getters = names.map(
      (key) => `get ${JSON.stringify(key)}() { return library()[${JSON.stringify(key)}]; },`,
    );
    return {
      contents: [
        'let loaded;',
        `const library = () => (loaded ??= require('./${bundleOf(name)}.cjs'));`,
        `module.exports = { ${getters.join(' ')} };`,
      ].join('\n'),
    };
  });
}

function bundleOf(library) {
  return library.replace('/', '-');
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
