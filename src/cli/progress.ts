import { stripVTControlCharacters } from 'node:util';
import type { SupervisorClient } from '../client/supervisorClient.ts';
import type { Outcome } from '../protocol/contract.ts';
import type { InstanceInfo } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import { fitText } from './fitText.ts';
import { progressText } from './progressText.ts';
import type { World } from './world.ts';

/** Lines of an instance that failed that are shown at once. */
const failedLines = 10;
const clearLine = '\r\u001b[K';

/**
 * Shows how far a request has come that starts instances, in one line on the terminal that is written again and again,
 * and what fails as soon as it does. Ctrl+C leaves the request to the supervisor. Elsewhere than on a terminal nothing is
 * said before the answer.
 */
export async function withProgress<T extends { readonly outcomes: readonly Outcome[] }>(
  world: World,
  client: SupervisorClient,
  ask: () => Promise<T>,
): Promise<T> {
  const line = world.stderr.isTTY === true ? new ProgressLine(world, client) : undefined;
  const leave = (): void => {
    // Behind the ^C that a terminal shows.
    if (line !== undefined) world.stderr.write('\n');
    line?.end();
    world.stderr.write('The supervisor goes on with it. "drover list" shows how far it is.\n');
    process.exit(130);
  };
  process.once('SIGINT', leave);
  try {
    const answer = await ask();
    if (line === undefined) return answer;
    await line.told();
    // What has been said at once needs no lines a second time.
    const outcomes = answer.outcomes.map((outcome): Outcome => {
      const { output, ...rest } = outcome;
      return output !== undefined && line.failed.has(output.instance) ? rest : outcome;
    });
    return { ...answer, outcomes };
  } finally {
    process.off('SIGINT', leave);
    line?.end();
  }
}

class ProgressLine {
  /** Ids of the instances whose failure has been said. */
  readonly failed = new Set<string>();
  readonly #world: World;
  readonly #client: SupervisorClient;
  readonly #apps = new Set<string>();
  readonly #listening: { dispose(): void };
  #telling: Promise<unknown> = Promise.resolve();
  #text = '';

  constructor(world: World, client: SupervisorClient) {
    this.#world = world;
    this.#client = client;
    this.#listening = client.onDidChange((snapshot, changes) => {
      for (const change of changes) {
        if (change.kind !== 'instance') continue;
        this.#apps.add(change.instance.app);
        this.#tellFailure(change.instance);
      }
      this.#write(progressText(this.#apps, snapshot) ?? '');
    });
  }

  /** Resolves when every failure so far has been said. */
  async told(): Promise<void> {
    await this.#telling;
  }

  end(): void {
    this.#listening.dispose();
    this.#write('');
  }

  #tellFailure(instance: InstanceInfo): void {
    if (instance.status !== 'errored' || this.failed.has(instance.id)) return;
    this.failed.add(instance.id);
    this.#telling = this.#telling
      .then(() => this.#tell(instance))
      .catch(() => {
        // The answer to the request says it as well.
        this.failed.delete(instance.id);
      });
  }

  async #tell({ id, name, problem }: InstanceInfo): Promise<void> {
    const { crash } = await this.#client.request('instances/lastCrash', { instance: id });
    const why = problem ?? crash?.problem ?? null;
    const lines = crash?.lines.slice(-failedLines) ?? [];
    const text = this.#text;
    this.#write('');
    this.#world.stderr.write(`${name}: ${why === null ? 'It failed.' : describeProblem(why)}\n`);
    for (const line of lines) this.#world.stderr.write(`    ${stripVTControlCharacters(line.text)}\n`);
    this.#write(text);
  }

  #write(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    // In the last column, some terminals begin a new line.
    this.#world.stderr.write(`${clearLine}${fitText(text, (this.#world.stderr.columns ?? 80) - 1)}`);
  }
}
