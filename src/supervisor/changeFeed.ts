import type { EventParams } from '../protocol/contract.ts';

type Changed = EventParams<'changed'>;

/** A client with so many messages about changes unsent is too slow to be told each of them. */
export const unsentChanges = 200;

/**
 * Tells one client every change of the state, unless it is too slow: then changes are left out, and the gap in their
 * numbers, told when it reads again, has it ask for the whole state.
 */
export class ChangeFeed {
  readonly #send: (changed: Changed) => Promise<unknown>;
  #unsent = 0;
  /** The last one left out. */
  #last: Changed | undefined;
  #leftOut = 0;

  /** `send` resolves when the message has been written, or cannot be. */
  constructor(send: (changed: Changed) => Promise<unknown>) {
    this.#send = send;
  }

  tell(changed: Changed): void {
    if (this.#unsent < unsentChanges && this.#last === undefined) {
      this.#write(changed);
      return;
    }
    this.#last = changed;
    this.#leftOut += 1;
  }

  #write(changed: Changed): void {
    this.#unsent += 1;
    const settled = (): void => {
      this.#unsent -= 1;
      if (this.#unsent === 0) this.#catchUp();
    };
    this.#send(changed).then(settled, settled);
  }

  #catchUp(): void {
    if (this.#last === undefined) return;
    const { seq, changes } = this.#last;
    // Without a gap the client would not ask.
    const isGap = this.#leftOut > 1;
    this.#last = undefined;
    this.#leftOut = 0;
    this.#write({ seq, changes: isGap ? [] : changes });
  }
}
