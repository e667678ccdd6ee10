import type { StartTimer } from './logs/startTimer.ts';
import { startTimer } from './logs/startTimer.ts';
import type { Launch, SlotState } from './slotState.ts';

/** As long as a back-off takes to start over. */
export const stableAfterMs = 30_000;

/** Notices when a process has been online for `stableAfterMs`: what happened before it is over then. */
export class StableRun {
  #online: Launch | undefined;
  #stop: () => void = () => undefined;
  readonly #onStable: () => void;
  readonly #startTimer: StartTimer;

  constructor(onStable: () => void, start: StartTimer = startTimer) {
    this.#onStable = onStable;
    this.#startTimer = start;
  }

  /** To be called after every move of the slot. */
  update(state: SlotState): void {
    const online = state.kind === 'online' ? state.cur : undefined;
    if (online === this.#online) return;
    this.#online = online;
    this.#stop();
    this.#stop = online === undefined ? () => undefined : this.#startTimer(this.#onStable, stableAfterMs);
  }

  dispose(): void {
    this.#stop();
  }
}
