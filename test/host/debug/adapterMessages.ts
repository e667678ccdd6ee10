import { debug } from 'vscode';
import type { DebugSession, Disposable } from 'vscode';

interface Event {
  readonly session: DebugSession;
  readonly event: string;
  readonly reason: unknown;
}

/** What debuggers told the editor. */
export class AdapterMessages implements Disposable {
  readonly #events: Event[] = [];
  readonly #tracking: Disposable;
  #wake: (() => void)[] = [];
  #taken = new Set<Event>();

  constructor() {
    this.#tracking = debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage: (message: { type: string; event?: string; body?: { reason?: unknown } }) => {
          if (message.type !== 'event' || message.event === undefined) return;
          this.#events.push({ session, event: message.event, reason: message.body?.reason });
          for (const wake of this.#wake.splice(0)) wake();
        },
      }),
    });
  }

  /** The session that stops next, or has since the last call, with why. Each stop is told once. */
  async stopped(): Promise<{ readonly session: DebugSession; readonly reason: unknown }> {
    for (;;) {
      const found = this.#events.find((one) => one.event === 'stopped' && !this.#taken.has(one));
      if (found !== undefined) {
        this.#taken.add(found);
        return found;
      }
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  dispose(): void {
    this.#tracking.dispose();
  }
}
