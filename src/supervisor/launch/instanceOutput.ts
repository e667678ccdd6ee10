/** Where the two streams of an instance are opened by those who start it. */
export interface OutputPaths {
  readonly out: string;
  readonly err: string;
}

export interface OutputSink {
  /** A promise asks for no more of this stream until it resolves. */
  readonly onOutput: (stream: 'out' | 'err', chunk: Buffer) => Promise<void> | undefined;
  /** Once, after `instanceExited` and the last `onOutput`. */
  readonly onEnd: () => void;
}

/** The two streams of one instance, read from the start. */
export interface InstanceOutput {
  readonly paths: OutputPaths;
  /** Descriptors for stdout and stderr of a process to be spawned; closed by `handedOver`. */
  readonly writers: readonly number[];
  /** The instance has the streams: from now on they end when it and its descendants do. */
  handedOver(): void;
  instanceExited(): void;
  /** No process came to be: nothing is told any more. */
  abandon(): void;
}
