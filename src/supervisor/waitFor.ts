import type { Instance } from './instance.ts';

type Listener = () => void;

/** Lets operations wait for instances to get somewhere; told of every change of every instance. */
export class Waiters {
  readonly #listeners = new Map<Instance, Set<Listener>>();

  changed(instance: Instance): void {
    for (const listener of this.#listeners.get(instance) ?? []) listener();
  }

  /** Calls `listener` at every change of the instance, until the result is called. */
  follow(instance: Instance, listener: () => void): () => void {
    const listeners = this.#listeners.get(instance) ?? new Set();
    this.#listeners.set(instance, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(instance) === listeners)
        this.#listeners.delete(instance);
    };
  }

  /**
   * Resolves true once `reached` holds or the instance has been dropped from its app, false after `timeoutMs`
   * (never, when undefined).
   */
  until(instance: Instance, reached: () => boolean, timeoutMs?: number): Promise<boolean> {
    const isOver = (): boolean => instance.isClosed || reached();
    if (isOver()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (result: boolean): void => {
        clearTimeout(timer);
        leave();
        resolve(result);
      };
      const leave = this.follow(instance, () => {
        if (isOver()) end(true);
      });
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => end(false), timeoutMs);
    });
  }
}

/** It has a process, or has come to an end without one. */
export function isLaunched({ slot, pid }: Instance): boolean {
  switch (slot.state.kind) {
    case 'launching':
      return pid !== null;
    case 'stopping':
      return slot.state.after.kind === 'retry';
    default:
      return true;
  }
}

/** It serves, or it has given up, completed or been stopped. */
export function isSettled({ slot }: Instance): boolean {
  return ['online', 'errored', 'completed', 'stopped'].includes(slot.state.kind);
}

/** What it waits for will not be there, as things are. */
export function waitsInVain({ status, problem }: Instance): boolean {
  return status === 'waiting' && problem !== null;
}

/** A process of it serves, and does so until it is told otherwise. */
export function serves({ slot }: Instance): boolean {
  return ['online', 'reloading', 'draining'].includes(slot.state.kind);
}

/** Nothing of it is left. */
export function isDown(instance: Instance): boolean {
  return !instance.isUp && instance.slot.state.kind === 'stopped';
}
