import { environmentOptions } from './options/environmentOptions.ts';
import { ignoredOptions } from './options/ignoredOptions.ts';
import { instanceOptions } from './options/instanceOptions.ts';
import { logOptions } from './options/logOptions.ts';
import type { Option, OptionGroup } from './options/option.ts';
import { programOptions } from './options/programOptions.ts';
import { restartOptions } from './options/restartOptions.ts';
import { startOptions } from './options/startOptions.ts';
import { stopOptions } from './options/stopOptions.ts';
import { watchOptions } from './options/watchOptions.ts';

/** Every option of an app that has an effect, by what it is about. */
export const optionGroups: readonly OptionGroup[] = [
  { title: 'Program', options: programOptions },
  { title: 'Instances and ports', options: instanceOptions },
  { title: 'Environment', options: environmentOptions },
  { title: 'Start and readiness', options: startOptions },
  { title: 'Restart', options: restartOptions },
  { title: 'Stop', options: stopOptions },
  { title: 'Watch', options: watchOptions },
  { title: 'Logs', options: logOptions },
];

/** Every option of an app, once. `env_<profile>` stands beside it, see `envProfileOf`. */
export const optionTable: readonly Option[] = [
  ...optionGroups.flatMap(({ options }) => options),
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

/** `max_restarts` as `maxRestarts`. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
