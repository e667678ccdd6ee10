import { statusText } from '../../ecosystem/features/statusText.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import type { AppInfo, InstanceInfo, InstanceStatus, Snapshot } from '../../protocol/model.ts';

const colours: Partial<Record<InstanceStatus, number>> = {
  online: 32,
  completed: 32,
  errored: 31,
  'waiting restart': 33,
};

/** Tells each change of an instance once, as lines for a terminal. */
export class ProgressLines {
  readonly #apps: ReadonlySet<string>;
  readonly #t: Translate;
  readonly #told = new Map<string, string>();

  /** `apps` are the ids of those that are told of. */
  constructor(apps: Iterable<string>, t: Translate) {
    this.#apps = new Set(apps);
    this.#t = t;
  }

  /** What is new in a snapshot; the first time it is everything but what is stopped. */
  next({ instances }: Snapshot): string[] {
    const own = instances.filter(({ app }) => this.#apps.has(app));
    const width = Math.max(0, ...own.map(({ name }) => name.length));
    return own.flatMap((instance) => {
      const state = this.#state(instance);
      const before = this.#told.get(instance.id);
      this.#told.set(instance.id, state);
      if (before === state || (before === undefined && instance.status === 'stopped')) return [];
      return [`  ${instance.name.padEnd(width)}  ${state}`];
    });
  }

  /** How many instances of each app are up at the end. */
  summary({ apps }: Snapshot): string[] {
    return apps.filter(({ id }) => this.#apps.has(id)).map((app) => `${app.name}: ${this.#total(app)}`);
  }

  #state({ status, port }: InstanceInfo): string {
    const word = coloured(statusText(status, this.#t), colours[status]);
    return status === 'online' && port !== null ? `${word}  http://localhost:${port}` : word;
  }

  #total({ status, online, instances, runMode }: AppInfo): string {
    const t = this.#t;
    if (status === 'completed' || status === 'stopped') return statusText(status, t);
    const count = t('{0} of {1} instances online', online, instances);
    return runMode === 'dev' ? `${count}, DEV_MODE` : count;
  }
}

/** The last lines of something that failed, dimmed and below what failed. */
export function outputLines(lines: readonly { readonly text: string }[]): string[] {
  return lines.map(({ text }) => coloured(`    ${text}`, 2));
}

export function failureLine(sentence: string): string {
  return coloured(sentence, 31);
}

function coloured(text: string, code: number | undefined): string {
  return code === undefined ? text : `\u001b[${code}m${text}\u001b[0m`;
}
