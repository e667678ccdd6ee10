import { readdirSync } from 'node:fs';
import type { Command } from 'commander';
import { isEcosystemFileName } from '../../ecosystem/fileNames.ts';
import type { Snapshot } from '../../protocol/model.ts';
import { signalNames } from '../../protocol/signals.ts';
import { numbered } from '../numbered.ts';
import { sortFields } from '../sortRows.ts';
import type { Candidate } from './complete.ts';
import { verbsOf } from './complete.ts';

/** Where candidates come from. */
export type CompletionSource =
  'apps' | 'instances' | 'namespaces' | 'all' | 'files' | 'profiles' | 'signals' | 'verbs' | 'sorts';

export interface Surroundings {
  readonly program: Command;
  readonly cwd: string;
  /** The live supervisor's; empty where there is none. */
  readonly snapshot: () => Promise<Snapshot>;
}

type Look = (surroundings: Surroundings) => Promise<readonly Candidate[]>;

const sources: Readonly<Record<CompletionSource, Look>> = {
  apps: async ({ snapshot }) =>
    (await snapshot()).apps.map(({ name, status }) => ({ value: name, description: status })),
  instances: async ({ snapshot }) =>
    numbered(await snapshot()).map(({ name, status }) => ({ value: name, description: status })),
  namespaces: async ({ snapshot }) => {
    const all = new Set((await snapshot()).apps.map(({ namespace }) => namespace));
    all.delete('default');
    return [...all].map((value) => ({ value, description: 'namespace' }));
  },
  all: async () => [{ value: 'all', description: 'every app' }],
  files: async ({ cwd }) =>
    readdirSync(cwd)
      .filter((name) => isEcosystemFileName(name))
      .map((value) => ({ value, description: 'ecosystem file' })),
  profiles: async ({ snapshot }) => {
    const all = new Set((await snapshot()).apps.flatMap(({ profiles }) => profiles));
    return [...all].map((value) => ({ value, description: `env_${value}` }));
  },
  signals: async () => signalNames.map((value) => ({ value, description: '' })),
  verbs: async ({ program }) => verbsOf(program),
  sorts: async () =>
    sortFields
      .flatMap((field) => [`${field}:asc`, `${field}:desc`])
      .map((value) => ({ value, description: '' })),
};

/** Everything of one kind that could be meant here. */
export function lookUp(source: CompletionSource, surroundings: Surroundings): Promise<readonly Candidate[]> {
  return sources[source](surroundings);
}
