import type { WrittenOption } from '../create/appOptions.ts';

/** An app that another tool runs, as an ecosystem file has it; `cwd` and `env_file` are relative to the tool's file, or absolute. */
export type ImportedApp = readonly WrittenOption[];

/** Something that could not be taken over, or is to be looked at; `app` is null for all of them. */
export interface ImportNote {
  readonly app: string | null;
  readonly text: string;
}

export interface Imported {
  readonly apps: readonly ImportedApp[];
  readonly notes: readonly ImportNote[];
}

/** Why nothing can be imported, in a sentence for users. */
export class ImportError extends Error {}
