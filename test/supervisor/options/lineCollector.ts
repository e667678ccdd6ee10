import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';

/** Follows the output of every instance of a supervisor. */
export class LineCollector {
  readonly #lines = new Map<string, string[]>();
  readonly #waiting = new Set<() => void>();

  constructor(client: SupervisorClient) {
    client.onLogs(({ batches }) => {
      for (const { instance, lines } of batches) this.of(instance).push(...lines.map(({ text }) => text));
      for (const look of this.#waiting) look();
    });
  }

  /** Follows the instances that the supervisor has now. */
  async follow(client: SupervisorClient): Promise<void> {
    const instances = client.snapshot.instances.map(({ id }) => id);
    await client.request('logs/subscribe', { instances, tail: 0 });
  }

  of(instance: string): string[] {
    const lines = this.#lines.get(instance) ?? [];
    this.#lines.set(instance, lines);
    return lines;
  }

  /** The first line that fits, as soon as there is one; rejects after 20 s with what there is. */
  first(instance: string, pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.of(instance).find((line) => pattern.test(line));
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`${instance} printed no ${pattern.source}: ${JSON.stringify(this.of(instance))}`));
      }, 20_000);
      this.#waiting.add(look);
      look();
    });
  }
}
