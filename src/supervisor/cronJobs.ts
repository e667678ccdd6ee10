import { Cron } from 'croner';
import { cronOptions } from '../ecosystem/parseCron.ts';

type Due = () => void | Promise<void>;

interface Job {
  readonly pattern: string;
  readonly cron: Cron;
  due: Due;
}

/**
 * Calls back at the times of cron patterns, in local time. Keeps no process alive. What is missed while the
 * machine sleeps is made up for by one call.
 */
export class CronJobs {
  readonly #jobs = new Map<string, Job>();

  /**
   * `due` is called at each time of `pattern`, but not again before what it returns has settled; null for never.
   * With the pattern it had before, a job keeps its times and takes the new `due`. What `due` throws, and a
   * pattern that is not one, is logged and never more.
   */
  set(id: string, pattern: string | null, due: Due): void {
    const known = this.#jobs.get(id);
    if (known !== undefined && known.pattern === pattern) {
      known.due = due;
      return;
    }
    this.remove(id);
    if (pattern === null) return;
    try {
      const cron = new Cron(pattern, { ...cronOptions, unref: true, protect: true }, () => this.#run(id));
      this.#jobs.set(id, { pattern, cron, due });
    } catch (error) {
      console.error(`cron ${id}: ${String(error)}`);
    }
  }

  remove(id: string): void {
    this.#jobs.get(id)?.cron.stop();
    this.#jobs.delete(id);
  }

  dispose(): void {
    for (const id of [...this.#jobs.keys()]) this.remove(id);
  }

  /** When it is due next, in epoch milliseconds; null when there is no such job, or its only time has passed. */
  next(id: string): number | null {
    return this.#jobs.get(id)?.cron.nextRun()?.getTime() ?? null;
  }

  async #run(id: string): Promise<void> {
    try {
      await this.#jobs.get(id)?.due();
    } catch (error) {
      console.error(`cron ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
