/** How long a supervisor that the command line started waits with nothing wanted. */
const idleSeconds = 600;
/** A supervisor that nobody ever connected to gives its starter at least this long. */
const firstConnectSeconds = 10;

/**
 * Ends the supervisor when nobody needs it: an editor's after its last client has been away for the lease; the
 * command line's when nothing has been wanted for ten minutes.
 */
export class Lease {
  #seconds: number | null;
  #timer: NodeJS.Timeout | undefined;
  #clients = 0;
  #wanted = false;
  #everConnected = false;
  readonly #origin: 'editor' | 'cli';
  readonly #onOver: () => void;

  /** `seconds`: 0 ends at once with the last client, null keeps running. */
  constructor(origin: 'editor' | 'cli', seconds: number | null, onOver: () => void) {
    this.#origin = origin;
    this.#seconds = seconds;
    this.#onOver = onOver;
    this.#update();
  }

  /** A window's setting. What the command line started keeps its own rule. */
  setSeconds(seconds: number | null): void {
    if (this.#origin === 'editor') this.#seconds = seconds;
    this.#update();
  }

  setClients(clients: number): void {
    this.#clients = clients;
    this.#everConnected ||= clients > 0;
    this.#update();
  }

  setWanted(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#update();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #update(): void {
    clearTimeout(this.#timer);
    const seconds = this.#secondsLeft();
    if (seconds !== undefined) this.#timer = setTimeout(this.#onOver, seconds * 1000);
  }

  #secondsLeft(): number | undefined {
    if (this.#clients > 0) return undefined;
    if (this.#origin === 'editor' && this.#seconds !== null) {
      return this.#everConnected ? this.#seconds : Math.max(this.#seconds, firstConnectSeconds);
    }
    return this.#wanted ? undefined : idleSeconds;
  }
}
