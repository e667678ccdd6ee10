export interface Disposable {
  dispose(): unknown;
}

/** Owns what is added to it. Adding to a store that was disposed disposes at once, so nothing is ever leaked. */
export class DisposableStore implements Disposable {
  readonly #owned = new Set<Disposable>();
  #disposed = false;

  add<T extends Disposable>(owned: T): T {
    if (this.#disposed) owned.dispose();
    else this.#owned.add(owned);
    return owned;
  }

  dispose(): void {
    this.#disposed = true;
    for (const owned of this.#owned) owned.dispose();
    this.#owned.clear();
  }
}
