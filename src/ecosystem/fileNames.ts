import { basename } from 'node:path';

const configNames = ['ecosystem', 'pm2'].flatMap((stem) =>
  ['js', 'cjs', 'mjs', 'ts', 'mts', 'cts', 'json', 'yaml', 'yml'].map(
    (extension) => `${stem}.config.${extension}`,
  ),
);

/** Every name an ecosystem file is found under, without patterns from the settings. */
export const ecosystemFileNames: readonly string[] = [
  ...configNames,
  ...['json', 'json5', 'yaml', 'yml', 'toml'].map((extension) => `ecosystem.${extension}`),
  ...['pm2', 'process'].flatMap((stem) => ['json', 'yaml', 'yml'].map((extension) => `${stem}.${extension}`)),
];

const names = new Set(ecosystemFileNames);

/** All of them as a glob for `workspace.findFiles` and file watchers. */
export const ecosystemGlob = `**/{${ecosystemFileNames.join(',')}}`;

/** Whether a path or bare name is one of an ecosystem file. Other tools use some of the names too. */
export function isEcosystemFileName(name: string): boolean {
  return names.has(basename(name));
}
