import { readFileSync } from 'node:fs';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { createPlatform } from '../../src/supervisor/platform/createPlatform.ts';
import type { Dice } from './dice.ts';
import type { Subject } from './subject.ts';

const platform = createPlatform();

/** Kills processes of the folder, and no others. */
export class Vandal {
  readonly name = 'kill -9';
  readonly #dice: Dice;
  readonly #observer: SupervisorClient;
  /** By which the tokens of the folder begin. */
  readonly #key: string;

  constructor(dice: Dice, observer: SupervisorClient, key: string) {
    this.#dice = dice;
    this.#observer = observer;
    this.#key = key;
  }

  /** Kills an instance, all instances of the subject at once, or its cluster host. Returns what it has killed. */
  strike(subject: Subject): { readonly kind: string; readonly text: string } | undefined {
    const ids = new Set(subject.models.map(({ id }) => id));
    const pids = this.#observer.snapshot.instances
      .filter(({ app }) => ids.has(app))
      .map(({ pid }) => pid)
      .filter((pid) => pid !== null);
    if (pids.length === 0) return undefined;
    const chosen = this.#dice.pick(pids);
    const kind = this.#dice.pick([
      'an instance',
      'an instance',
      'an instance',
      'all instances',
      'a host',
    ] as const);
    const victims = kind === 'an instance' ? [chosen] : kind === 'all instances' ? pids : [parentOf(chosen)];
    subject.crashedAt = performance.now();
    const killed = victims.filter((pid) => this.#kill(pid));
    return killed.length === 0 ? undefined : { kind: `kill ${kind}`, text: `${kind} of ${subject.target}` };
  }

  /** False when it is none of the folder any more, or the supervisor itself. */
  #kill(pid: number): boolean {
    const environment = read(`/proc/${pid}/environ`);
    if (!environment.split('\0').some((variable) => variable.startsWith(`DROVER_INSTANCE=${this.#key}:`)))
      return false;
    platform.signal(pid, 'SIGKILL');
    return true;
  }
}

function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2] ?? 0);
}

/** Empty when there is no such process any more. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
