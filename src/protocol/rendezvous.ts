/**
 * The names by which clients and a supervisor find each other in the runtime folder (mode 0700).
 *
 * `gen.N` (mode 0600) is the generation lock: the highest N names the owner and carries the token.
 * `sN.sock` is its socket. See "Single instance" in the docs for why generations and not unlink-and-bind.
 */

/** The content of `gen.N`, JSON. `start` is the owner's start time and `boot` the boot id, as the platform tells them. */
export interface GenerationOwner {
  readonly pid: number;
  readonly start: string;
  readonly boot: string;
  /** 256 bits, hex. Required by `initialize`. */
  readonly token: string;
  readonly protocol: number;
}

/**
 * Whether others may put another folder in the place of one that lies in a folder with this mode: they may write to
 * it, and it has no sticky bit, which keeps them from what is not theirs.
 */
export function letsOthersReplace(mode: number): boolean {
  return (mode & 0o022) !== 0 && (mode & 0o1000) === 0;
}

export function generationFile(generation: number): string {
  return `gen.${generation}`;
}

export function socketFile(generation: number): string {
  return `s${generation}.sock`;
}

/**
 * What to listen on or connect to. Windows has no socket files: there the last name of the runtime folder, which
 * holds user and key, becomes the name of a pipe. Every user may make any pipe there, so the name ends in what only
 * somebody who has read the lock can know: nobody else can have made it first. Of the token, 192 bits stay unseen.
 */
export function socketAddress(
  runtimeDir: string,
  { generation, token }: { readonly generation: number; readonly token: string },
  platform: string,
): string {
  if (platform !== 'win32') return `${runtimeDir}/${socketFile(generation)}`;
  const stem = runtimeDir.split(/[\\/]/).at(-1) ?? '';
  return `\\\\.\\pipe\\${stem}-${generation}-${token.slice(0, 16)}`;
}

/** Generations present among the names of a runtime folder, highest first. */
export function generationsIn(names: readonly string[]): number[] {
  return names
    .map((name) => /^gen\.(\d+)$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => b - a);
}

/** The owner written in a `gen.N` file, or undefined when the text is not one (damaged, empty). */
export function parseOwner(text: string): GenerationOwner | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, start, boot, token, protocol } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof start !== 'string' || typeof boot !== 'string') return undefined;
  if (typeof token !== 'string' || typeof protocol !== 'number') return undefined;
  return { pid, start, boot, token, protocol };
}

/** How a client starts a supervisor: `node supervisor.cjs <JSON of this>`. All paths absolute and real. */
export interface SupervisorArguments {
  readonly folder: string;
  /** Sockets, lock, FIFOs. Mode 0700, short enough for a socket path. */
  readonly runtimeDir: string;
  /** State file and logs; survives a reboot. */
  readonly stateDir: string;
  /** Who started it decides the lease: an editor's ends with its clients, the command line's runs on. */
  readonly origin: 'editor' | 'cli';
  /** Seconds apps live after the last client left; null keeps them. */
  readonly leaseSeconds: number | null;
}
