import { dirname, isAbsolute, relative, sep } from 'node:path';
import type { AppSpec, HealthCheck, InstanceCount, WatchSpec } from '../../ecosystem/appSpec.ts';

/** `5 s`, `1600 ms`. */
export function durationText(ms: number): string {
  return ms > 0 && ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}

/** `512 MB`, `1.5 GB`; to one decimal. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Math.round((bytes / 1024 ** power) * 10) / 10} ${units[power] ?? ''}`;
}

/** A path as a user would write it: from the ecosystem file's folder when it lies below; a bare command as it is. */
export function pathText(path: string, { file, cwd }: Pick<AppSpec, 'file' | 'cwd'>): string {
  if (!isAbsolute(path)) return path;
  const fromFolder = relative(file === null ? cwd : dirname(file), path);
  if (fromFolder === '') return '.';
  const isBelow = fromFolder !== '..' && !fromFolder.startsWith(`..${sep}`) && !isAbsolute(fromFolder);
  return isBelow ? fromFolder.split(sep).join('/') : path;
}

/** Words one after another, those with blanks in quotes. */
export function wordsText(words: readonly string[]): string {
  return words.map((word) => (/^\S+$/.test(word) ? word : JSON.stringify(word))).join(' ');
}

/** `4`, `max`, `-1`; null when it is not written. */
export function instancesText(instances: InstanceCount): string | null {
  switch (instances.kind) {
    case 'unset':
      return null;
    case 'count':
      return String(instances.count);
    case 'max':
      return 'max';
    case 'less':
      return `-${instances.less}`;
  }
}

/** `http http://127.0.0.1:{PORT}/health`, `tcp`, `off`. */
export function healthCheckText({ enabled, type, url, script, pattern }: HealthCheck): string {
  if (!enabled) return 'off';
  const target = { http: url, tcp: url, script, log: pattern }[type];
  return target === null ? type : `${type} ${target}`;
}

/** `db, migrate (completed)`. */
export function dependenciesText(dependsOn: AppSpec['dependsOn']): string {
  return Object.entries(dependsOn)
    .map(([name, condition]) => (condition === 'online' ? name : `${name} (${condition})`))
    .join(', ');
}

/** `true` for the whole `cwd`, else the paths. */
export function watchText(paths: WatchSpec['paths'], spec: Pick<AppSpec, 'file' | 'cwd'>): string {
  if (paths.length === 1 && paths[0] === spec.cwd) return 'true';
  return paths.map((path) => pathText(path, spec)).join(', ');
}
