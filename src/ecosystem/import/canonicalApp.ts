import { normaliseEcosystem } from '../normalise.ts';
import { writtenApp } from '../write/writtenApp.ts';
import type { ImportedApp } from './imported.ts';

/** The options of an app without those that say what holds anyway, in the order people write them in. `cwd` must be absolute. */
export function canonicalApp(options: Readonly<Record<string, unknown>>): ImportedApp {
  const { apps } = normaliseEcosystem(
    { apps: [options] },
    { path: '/ecosystem.config.json', dialect: 'pm2' },
  );
  const [spec] = apps;
  const written = Object.entries(spec === undefined ? {} : writtenApp(spec));
  // Node is what runs such files anyway.
  const isNodes = spec?.interpreter === 'node' && /\.[cm]?js$/.test(spec.script);
  return written.flatMap(([key, value]) => (key === 'interpreter' && isNodes ? [] : [{ key, value }]));
}
