import { ignoredOptions } from './options/ignoredOptions.ts';
import { lifecycleOptions } from './options/lifecycleOptions.ts';
import { logOptions } from './options/logOptions.ts';
import type { Option } from './options/option.ts';
import { programOptions } from './options/programOptions.ts';

/** Every option of an app, once. `env_<profile>` stands beside it, see `envProfileOf`. */
export const optionTable: readonly Option[] = [
  ...programOptions,
  ...lifecycleOptions,
  ...logOptions,
  ...ignoredOptions,
];

const bySpelling = new Map<string, Option>();
for (const option of optionTable) {
  for (const spelling of [option.name, ...option.aliases]) {
    bySpelling.set(spelling, option);
    bySpelling.set(camelCase(spelling), option);
  }
}

/** The option that `key` names, in any of its spellings. */
export function findOption(key: string): Option | undefined {
  return bySpelling.get(key);
}

/** Every accepted spelling, for suggestions and completeness checks. */
export function optionSpellings(): readonly string[] {
  return [...bySpelling.keys()];
}

/** `production` for the key `env_production`; undefined for any other key, `env_file` included. */
export function envProfileOf(key: string): string | undefined {
  if (findOption(key) !== undefined) return undefined;
  return /^env_(\S+)$/.exec(key)?.[1];
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
