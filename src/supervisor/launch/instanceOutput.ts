/** Where the streams of an instance are opened by those who start it. */
export interface OutputPaths {
  /** null: there is no input, as if everything had been read. */
  readonly in: string | null;
  readonly out: string;
  readonly err: string;
}

export interface OutputSink {
  /** A promise asks for no more of this stream until it resolves. */
  readonly onOutput: (stream: 'out' | 'err', chunk: Buffer) => Promise<void> | undefined;
  /** Once, after `instanceExited` and the last `onOutput`. */
  readonly onEnd: () => void;
}

/** `full`: the instance has stopped reading. `none`: it reads nothing, because it has no input or does not run. */
export type InputResult = 'taken' | 'full' | 'none';

/** The streams of one instance: what it writes is read from the start, and it can be given something to read. */
export interface InstanceOutput {
  readonly paths: OutputPaths;
  /** stdin, stdout and stderr of a process to be spawned; the descriptors are closed by `handedOver`. */
  readonly stdio: readonly (number | 'ignore')[];
  /** The instance has the streams: from now on they end when it and its descendants do. */
  handedOver(): void;
  instanceExited(): void;
  /** Gives the program something to read on its stdin. Resolves when it is in the pipe, or will not be. */
  input(text: string): Promise<InputResult>;
  /** No process came to be: nothing is told any more. */
  abandon(): void;
}
