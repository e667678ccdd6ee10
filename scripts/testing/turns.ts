/** Where a stage writes. */
export interface Output {
  /** True where programs may write to the terminal themselves, because nothing else writes beside them. */
  readonly isTerminal: boolean;
  readonly write: (text: string | Uint8Array) => void;
}

/** One stage's place in the queue. */
export interface Turn extends Output {
  /** Nothing more is written: the next one shows what it has. */
  readonly end: () => void;
}

interface Waiting {
  readonly kept: (string | Uint8Array)[];
  hasEnded: boolean;
}

/**
 * Lets stages that run at the same time be read one after the other, in the order in which they began: the first one
 * writes at once, what the others write is kept until those before them have ended.
 */
export class Turns {
  readonly #write: (text: string | Uint8Array) => void;
  readonly #queue: Waiting[] = [];

  constructor(write: (text: string | Uint8Array) => void) {
    this.#write = write;
  }

  take(): Turn {
    const own: Waiting = { kept: [], hasEnded: false };
    this.#queue.push(own);
    return {
      isTerminal: false,
      write: (text) => {
        if (this.#queue[0] === own) this.#write(text);
        else own.kept.push(text);
      },
      end: () => {
        own.hasEnded = true;
        this.#next();
      },
    };
  }

  #next(): void {
    while (this.#queue[0]?.hasEnded === true) {
      this.#queue.shift();
      for (const text of this.#queue[0]?.kept.splice(0) ?? []) this.#write(text);
    }
  }
}
