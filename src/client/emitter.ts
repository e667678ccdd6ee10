export interface Disposable {
  dispose(): void;
}

/** Registers a listener; disposing what it returns takes the listener away. */
export type Listen<A extends readonly unknown[]> = (listener: (...args: A) => void) => Disposable;

/** A list of listeners. One that throws never keeps the others from hearing; its error surfaces as uncaught. */
export class Emitter<A extends readonly unknown[]> {
  #listeners = new Set<(...args: A) => void>();

  readonly on: Listen<A> = (listener) => {
    const own = (...args: A) => listener(...args);
    this.#listeners.add(own);
    return { dispose: () => void this.#listeners.delete(own) };
  };

  fire(...args: A): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...args);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
