/** A program that is not stuck answers within milliseconds; what it has to do first may take a while. */
const answerMs = 2000;

/** How many HTTP requests have come to one process, as its shim counts them while it is asked to. */
export class RequestCount {
  readonly #ask: (on: boolean) => boolean;
  #answers: ((count: number | null) => void)[] = [];

  /** `ask` returns false when the process cannot be asked. */
  constructor(ask: (on: boolean) => boolean) {
    this.#ask = ask;
  }

  /**
   * Those since it was first asked, and counts on, or no more. null when it is not known: only Node tells, and a
   * program that is stuck does not.
   */
  read(on: boolean): Promise<number | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(null), answerMs);
      const settle = (count: number | null): void => {
        clearTimeout(timer);
        this.#answers = this.#answers.filter((answer) => answer !== settle);
        resolve(count);
      };
      this.#answers.push(settle);
      if (!this.#ask(on)) settle(null);
    });
  }

  /** Answers come in the order of the questions. */
  take(count: number): void {
    this.#answers[0]?.(count);
  }

  /** The process has ended. */
  end(): void {
    for (const answer of this.#answers) answer(null);
  }
}
