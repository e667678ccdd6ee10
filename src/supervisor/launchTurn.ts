import type { LaunchPlaces, Place } from './launchPlaces.ts';
import type { SlotState } from './slotState.ts';

/** One instance among those that come up: the place it waits for, or has until it is up or has failed. */
export class LaunchTurn {
  readonly #usual: LaunchPlaces;
  /** Where the request that brings it up has its places. */
  #wished: LaunchPlaces | undefined;
  #place: Place | undefined;
  /** It runs, and waits for the place to be stopped and started in. */
  #restart: Place | undefined;

  /** `usual` is for what comes up without having been asked to. */
  constructor(usual: LaunchPlaces) {
    this.#usual = usual;
  }

  /** It waits for others that come up. */
  get isWaiting(): boolean {
    return [this.#place, this.#restart].some((place) => place?.isOpen === true && !place.hasBegun);
  }

  /** It runs, and is to be restarted in its turn. */
  get awaitsRestart(): boolean {
    return this.#restart?.isOpen === true;
  }

  /** Until it is up, it takes its places here. */
  choose(places: LaunchPlaces): void {
    this.#wished = places;
  }

  /** Resolves when the launch may begin; never, when it is left before. */
  take(): Promise<void> {
    if (this.#place?.isOpen !== true) this.#place = (this.#wished ?? this.#usual).take();
    return this.#place.begun;
  }

  /** Calls `restart` when what runs may be stopped, unless `cancelRestart` comes first. One at a time. */
  takeForRestart(restart: () => void): void {
    if (this.awaitsRestart) return;
    const places = this.#wished ?? this.#usual;
    const place = places.take();
    this.#restart = place;
    void place.begun.then(() => {
      if (this.#restart !== place) return;
      this.#restart = undefined;
      this.#place?.leave();
      this.#place = place;
      this.#wished = places;
      restart();
    });
  }

  /** Nobody asks for the restart any more, or it has come to be without. */
  cancelRestart(): void {
    this.#restart?.leave();
    this.#restart = undefined;
  }

  /** Its process is there. What never says that it is ready is not waited for. */
  started(tellsReady: boolean): void {
    if (!tellsReady) this.#place?.leaveEarly();
  }

  /** To be called after every move of the slot. */
  update(state: SlotState): void {
    if (isComingUp(state)) return;
    this.#place?.leave();
    this.#place = undefined;
    if (state.kind !== 'waiting') this.#wished = undefined;
  }

  /** Others need not wait for it, whatever becomes of it. While it is not its turn, nobody does. */
  letOthersGo(): void {
    if (this.#place?.hasBegun === true) this.#place.leave();
  }

  dispose(): void {
    this.cancelRestart();
    this.#place?.leave();
  }
}

function isComingUp(state: SlotState): boolean {
  switch (state.kind) {
    case 'launching':
    case 'reloading':
      return true;
    case 'stopping':
      return state.after.kind === 'start';
    default:
      return false;
  }
}
