/** Where an app was found; a sentence for each is in the extension. */
export type ReasonCode =
  | 'package-script'
  | 'package-main'
  | 'package-bin'
  | 'server-file'
  | 'procfile'
  | 'compose'
  | 'python-app'
  | 'django'
  | 'go-main'
  | 'cargo-binary'
  | 'deno-task'
  | 'deno-file'
  | 'rack'
  | 'rails'
  | 'laravel'
  | 'php-folder'
  | 'pm2-dump';

export interface Reason {
  readonly code: ReasonCode;
  /** `file`: where it is written, relative to the folder. `name`: what it is called there. */
  readonly data: { readonly file: string; readonly name?: string };
}

/** How a program learns its port: by PORT, by `{PORT}` in its arguments, or not at all, so that it cannot change. */
export type PortSource = 'variable' | 'args' | 'program';

/** An app that a new ecosystem file may have. */
export interface Proposal {
  readonly name: string;
  /** Relative to `cwd`, or a command or shell line. */
  readonly script: string;
  /** `{PORT}` stands for the port. */
  readonly args: readonly string[];
  /** Relative to the folder; '' is the folder itself. */
  readonly cwd: string;
  /** null: by the kind of file. */
  readonly interpreter: string | null;
  readonly nodeArgs: readonly string[];
  /** null: one. */
  readonly instances: number | 'max' | null;
  readonly execMode: 'cluster' | 'fork' | null;
  readonly port: number | null;
  readonly portSource: PortSource;
  readonly env: Readonly<Record<string, string>>;
  /** Relative to the folder. */
  readonly envFile: string | null;
  /** It forks instances by itself. */
  readonly makesCluster: boolean;
  readonly isServer: boolean;
  /** Whether most people would want it in the file: a server that no other proposal stands for. */
  readonly isPreselected: boolean;
  readonly reason: Reason;
}

type Known = Pick<Proposal, 'name' | 'script' | 'cwd' | 'reason'>;

/** A proposal of which only this is known. A server is preselected unless told otherwise. */
export function propose(known: Known & Partial<Proposal>): Proposal {
  return {
    args: [],
    interpreter: null,
    nodeArgs: [],
    instances: null,
    execMode: null,
    port: null,
    portSource: 'program',
    env: {},
    envFile: null,
    makesCluster: false,
    isServer: false,
    isPreselected: known.isServer === true,
    ...known,
  };
}

/** How many instances a server gets that can have several: enough to see that it bears it. */
export const usualInstances = 2;

/** An app name out of any words: what file names, commands and selectors take without quotes. */
export function toName(...words: readonly string[]): string {
  const name = words
    .join('-')
    .replace(/^@[^/]+\//, '')
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return name === '' ? 'app' : name;
}
