import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { root } from './install/paths.ts';

const bundleName = /["'`](?:\.\/)?([\w-]+\.cjs)["'`]/g;

/**
 * The files of `dist/` that the command line and the Node API need, relative to the repository: their bundles, those
 * that they load on demand, the supervisor, and what it runs inside the programs of users.
 */
export function commandFiles(): readonly string[] {
  const bundles = new Set(['api.cjs', 'cli.cjs', 'supervisor.cjs']);
  for (const name of bundles) {
    const code = readFileSync(`${root}/dist/${name}`, 'utf8');
    for (const [, other = ''] of code.matchAll(bundleName)) {
      if (existsSync(`${root}/dist/${other}`)) bundles.add(other);
    }
  }
  const runtime = readdirSync(`${root}/dist/runtime`, { recursive: true, encoding: 'utf8' })
    .map((name) => `runtime/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(cjs|py)$/.test(name));
  return [...bundles, ...runtime, 'licenses.txt'].map((name) => `dist/${name}`).sort();
}
