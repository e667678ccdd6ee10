import { RotatingFile } from './rotatingFile.ts';

export const maxLogBytes = 10 * 1024 * 1024;
/** The current file and four older ones. */
export const maxLogFiles = 5;

interface Shared {
  readonly file: RotatingFile;
  readonly onErrors: Set<(error: Error) => void>;
}

/** One user of a log file. */
export interface LogFile {
  readonly path: string;
  /** See `RotatingFile.write`. */
  write(bytes: Buffer, source: unknown): Promise<void> | undefined;
  flush(): Promise<void>;
  truncate(): Promise<void>;
  /** See `RotatingFile.reopen`. */
  reopen(): Promise<void>;
  /** Resolves when everything written is in the file, which is closed with its last user. */
  close(): Promise<void>;
}

/**
 * The log files that are open, by path: instances that merge their logs, and apps that name the same file, write
 * through one `RotatingFile`, so that there is one order and one rotation.
 */
export class LogFiles {
  readonly #open = new Map<string, Shared>();

  /** `onError` is told once when writing begins to fail. */
  open(path: string, onError: (error: Error) => void): LogFile {
    const shared = this.#open.get(path) ?? this.#create(path);
    const user = (error: Error): void => {
      onError(error);
    };
    shared.onErrors.add(user);
    const { file } = shared;
    return {
      path,
      write: (bytes, source) => file.write(bytes, source),
      flush: () => file.flush(),
      truncate: () => file.truncate(),
      reopen: () => file.reopen(),
      close: async () => {
        shared.onErrors.delete(user);
        if (shared.onErrors.size > 0) return file.flush();
        if (this.#open.get(path) === shared) this.#open.delete(path);
        return file.end();
      },
    };
  }

  #create(path: string): Shared {
    const onErrors = new Set<(error: Error) => void>();
    const file = new RotatingFile(path, {
      maxBytes: maxLogBytes,
      files: maxLogFiles,
      onError: (error) => {
        for (const tell of onErrors) tell(error);
      },
    });
    const shared = { file, onErrors };
    this.#open.set(path, shared);
    return shared;
  }
}

/** Of this process: a path is the same file for everybody in it. */
export const logFiles = new LogFiles();
