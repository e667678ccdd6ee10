/** One process as the system lists it. */
export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  /** A dead process that nobody has reaped yet: counts as gone. */
  readonly zombie: boolean;
  /** Opaque; equal for the same process, different after pid reuse. */
  readonly start: string;
}

/** What a process has used of the machine. */
export interface ProcessUsage {
  /** Since its start. */
  readonly cpuMs: number;
  /** Resident, in bytes. */
  readonly memory: number;
  /** As in `ProcessRow`. */
  readonly start: string;
}

/** Who listens on a port, as far as the system tells. */
export interface PortOwner {
  readonly pid: number | null;
  readonly command: string | null;
}

/** The two ports of a connection, as its client sees them. */
export interface ConnectionPorts {
  readonly localPort: number;
  readonly remotePort: number;
}

/**
 * Everything that differs between Linux, macOS and Windows. Nothing else in the supervisor looks at
 * `process.platform`.
 */
export interface Platform {
  /** Changes with each boot. */
  bootId(): string;
  /** null when there is no such process, or it is a zombie. */
  startTime(pid: number): string | null;
  /** All processes in one pass. */
  listProcesses(): Promise<readonly ProcessRow[]>;
  /**
   * Differs from an earlier answer when a process has been started since; a cheap way to know that the last list
   * has everybody. Absent where the system has no such thing.
   */
  readonly startMark?: () => string;
  /**
   * All processes, where those of an earlier list are believed to be what they were: only whoever has come since is
   * looked at. Absent where that saves nothing.
   */
  readonly listNewProcesses?: (known: readonly ProcessRow[]) => readonly ProcessRow[];
  /** undefined when there is no such process, or it is a zombie. Absent where a program has to be started to know. */
  readonly usage?: (pid: number) => ProcessUsage | undefined;
  /** The command line, for messages; null when it cannot be read. */
  command(pid: number): string | null;
  /**
   * Pids whose environment holds `DROVER_INSTANCE` with a value starting with `prefix`. Empty where the
   * system does not show environments.
   */
  findByToken(prefix: string): Promise<readonly number[]>;
  /** To be told when a process is about to end, whose token will be looked for then: that is faster afterwards. */
  readonly expectEnd?: () => void;
  /** To the whole group led by `pgid`; false when nobody was there. */
  signalGroup(pgid: number, signal: NodeJS.Signals): boolean;
  /**
   * Whether a process that has ended may have left members of its group behind. False is certain; true is not:
   * zombies count here, and Windows cannot tell.
   */
  mayHaveGroup(pgid: number): boolean;
  /** To one process; false when it was not there. */
  signal(pid: number, signal: NodeJS.Signals): boolean;
  /** Who listens on a TCP port of this machine; null when nobody does. */
  portOwner(port: number): Promise<PortOwner | null>;
  /**
   * Whether a process of the group led by `pgid` has accepted a TCP connection that this process made to its own
   * machine; undefined while nobody has. Absent where the system does not tell.
   */
  readonly hasAccepted?: (pgid: number, connection: ConnectionPorts) => Promise<boolean | undefined>;
  /** Makes FIFOs (mode 0600); rejects where there are none. */
  makeFifos(paths: readonly string[]): Promise<void>;
  /** The processes listening on any TCP port among `pids`: pid to ports. */
  listeningPorts(pids: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>>;
  /** Differs from an earlier answer when a TCP socket has begun to listen since. Absent where that is not cheap. */
  readonly listenMark?: () => string;
}
