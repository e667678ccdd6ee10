import { freeName } from '../freeName.ts';
import type { ExportedApp } from './exporter.ts';

/**
 * A name for each app that the other tool takes, different from all others, in the order of the apps. `clean` makes
 * one of any text; what it gives may be empty.
 */
export function exportNames(
  apps: readonly ExportedApp[],
  clean: (name: string) => string,
): readonly string[] {
  const taken = new Set<string>();
  return apps.map(({ spec }) => {
    const name = freeName(clean(spec.name) || 'app', taken);
    taken.add(name);
    return name;
  });
}

/** A label by RFC 1123 that also begins with a letter, as services want it: at most 56 characters, so that a suffix fits. */
export function dnsLabel(name: string): string {
  const label = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, (start) => (/\d/.test(start) ? `app-${start.replace(/^-+/, '')}` : ''))
    .slice(0, 56);
  return label.replace(/-+$/, '');
}
