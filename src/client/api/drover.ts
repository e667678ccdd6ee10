import type { Method, Outcome, Params, Result } from '../../protocol/contract.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { describeError, problemOf } from '../describeError.ts';
import { measure } from '../measure.ts';
import { RpcError } from '../rpcError.ts';
import { parseScaleAmount } from '../scaleAmount.ts';
import type { SupervisorClient } from '../supervisorClient.ts';
import { DroverError } from './droverError.ts';
import type { FollowOptions, LoggedLine } from './followLogs.ts';
import { followLogs } from './followLogs.ts';
import type { DroverApp, ReloadOptions, RunOptions, Selector, StartOptions } from './records.ts';
import { appsOf, runParams, selectorsOf } from './records.ts';
import type { AwaitedStatus, WaitForOptions } from './waitForStatus.ts';
import { waitForStatus } from './waitForStatus.ts';

/** What one instance uses, over its whole process tree. */
export type Usage = Awaited<ReturnType<typeof measure>>[number] & {
  /** `web-2`, or just `web` where the app has one instance. */
  readonly name: string;
};

/**
 * The supervisor of one folder. What fails rejects with `DroverError`, whose message is a sentence, and with
 * `ClientError` when the connection breaks off; `request` alone rejects with the supervisor's own `RpcError`.
 */
export class Drover implements SupervisorClient, AsyncDisposable {
  readonly #client: SupervisorClient;
  readonly #env: Record<string, string>;
  /** Watching of metrics belongs to the connection: the last of these that run at once ends it. */
  #measuring = 0;

  constructor(
    client: SupervisorClient,
    { env }: { readonly env: Readonly<Record<string, string | undefined>> },
  ) {
    this.#client = client;
    const defined = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    this.#env = Object.fromEntries(defined);
  }

  get supervisor(): SupervisorClient['supervisor'] {
    return this.#client.supervisor;
  }

  get snapshot(): SupervisorClient['snapshot'] {
    return this.#client.snapshot;
  }

  get onDidChange(): SupervisorClient['onDidChange'] {
    return this.#client.onDidChange;
  }

  get onLogs(): SupervisorClient['onLogs'] {
    return this.#client.onLogs;
  }

  get onTimeline(): SupervisorClient['onTimeline'] {
    return this.#client.onTimeline;
  }

  get onMetrics(): SupervisorClient['onMetrics'] {
    return this.#client.onMetrics;
  }

  get onNotice(): SupervisorClient['onNotice'] {
    return this.#client.onNotice;
  }

  get onDidClose(): SupervisorClient['onDidClose'] {
    return this.#client.onDidClose;
  }

  /** Any request of the contract as it is, for what has no method of its own. */
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return this.#client.request(method, params);
  }

  /**
   * Reads ecosystem files as they are on disk now: those that are known, or every one in the folder where none is yet;
   * with `paths` these. Touches nothing that runs. Resolves with every app that is known.
   */
  async load(paths?: readonly string[]): Promise<readonly DroverApp[]> {
    const env = this.#env;
    const { files } = this.snapshot;
    if (paths !== undefined || files.length === 0) {
      await this.#ask('files/load', { env, ...(paths === undefined ? {} : { paths: [...paths] }) });
    } else {
      // By name and as read before: a window may have found them by its settings, which are not known here.
      for (const dialect of new Set(files.map((file) => file.dialect))) {
        const known = files.filter((file) => file.dialect === dialect).map(({ path }) => path);
        await this.#ask('files/load', { env, paths: known, dialect });
      }
    }
    return appsOf(await this.#current());
  }

  /** Every app of the folder with its instances. Reads the ecosystem files where nobody has yet; starts nothing. */
  async list(): Promise<readonly DroverApp[]> {
    return this.snapshot.files.length === 0 ? this.load() : appsOf(await this.#current());
  }

  /**
   * Makes what runs what the ecosystem files say now, as `drover start` does: what is down is started, what has
   * changed is brought up to date, the rest is left alone. Resolves with the apps once every instance is online, and
   * rejects with `DroverError` when one is not; the others stay up.
   */
  async start(selector: Selector = 'all', options: StartOptions = {}): Promise<readonly DroverApp[]> {
    await this.load();
    const { wait = true, ...rest } = options;
    const targets = selectorsOf(selector);
    const params = { targets, start: true, env: this.#env, wait, ...rest };
    const { outcomes, applied } = await this.#ask('apps/apply', params);
    return this.#named([...outcomes, ...applied], outcomes);
  }

  /**
   * Starts an app that is in no file, by options as an ecosystem file would have them; relative paths start at the
   * folder. Where one of this name is there already, it gets these options. Resolves and rejects as `start` does.
   */
  async add(options: Readonly<Record<string, unknown>>, run: RunOptions = {}): Promise<DroverApp> {
    const { folder } = this.supervisor;
    const params = { options, cwd: folder, env: this.#env, ...runParams(run) };
    const { app, problems, outcomes } = await this.#ask('apps/add', params);
    const [found] = await this.#named(app === null ? [] : [{ app }], outcomes);
    if (found !== undefined) return found;
    const sentences = problems.map((problem) => describeProblem(problem));
    throw new DroverError(sentences.join('\n'), problems[0]?.code ?? 'internal');
  }

  /** Resolves when every process of what is named is gone. */
  async stop(selector: Selector = 'all'): Promise<readonly DroverApp[]> {
    const { outcomes } = await this.#ask('apps/stop', { targets: selectorsOf(selector) });
    return this.#named(outcomes, outcomes);
  }

  /** Restarts what runs and starts what does not. Resolves and rejects as `start` does. */
  async restart(selector: Selector = 'all', options: RunOptions = {}): Promise<readonly DroverApp[]> {
    const params = { targets: selectorsOf(selector), ...runParams(options) };
    const { outcomes } = await this.#ask('apps/restart', params);
    return this.#named(outcomes, outcomes);
  }

  /**
   * Replaces instances that share a port while others answer, with no request lost; others are restarted. When a new
   * one fails, the old one serves on and this rejects.
   */
  async reload(selector: Selector = 'all', options: ReloadOptions = {}): Promise<readonly DroverApp[]> {
    const { outcomes } = await this.#ask('apps/reload', { targets: selectorsOf(selector), ...options });
    return this.#named(outcomes, outcomes);
  }

  /** Sets how many instances an app has: `4`, or `'+2'` and `'-1'` more or less. Resolves once all are online. */
  async scale(selector: Selector, amount: number | string): Promise<readonly DroverApp[]> {
    const parsed = parseScaleAmount(String(amount));
    if (parsed === undefined) {
      throw new TypeError(`"${amount}" must be a number of instances such as 4, "+2" or "-1".`);
    }
    const params = { targets: selectorsOf(selector), ...parsed, wait: true };
    const { outcomes } = await this.#ask('apps/scale', params);
    return this.#named(outcomes, outcomes);
  }

  /** Stops apps and forgets those that are in no file. Resolves with the ids of these. */
  async delete(selector: Selector): Promise<readonly string[]> {
    const { outcomes, deleted } = await this.#ask('apps/delete', { targets: selectorsOf(selector) });
    await this.#named([], outcomes);
    return deleted;
  }

  /**
   * The output of instances as it comes, those that appear later included, until the loop is left, `signal` aborts, or
   * the connection breaks off, which throws `ClientError`. `lines` of each come before.
   */
  logs(selector: Selector = 'all', options: FollowOptions = {}): AsyncGenerator<LoggedLine, void, void> {
    return followLogs(this.#client, selectorsOf(selector), options);
  }

  /**
   * Resolves when every instance that is named has this status. Rejects with `DroverError` when it takes longer than
   * `timeoutMs` (30 s), and as soon as one has failed while something else was waited for.
   */
  async waitFor(
    selector: Selector,
    status: AwaitedStatus = 'online',
    options: WaitForOptions = {},
  ): Promise<readonly DroverApp[]> {
    const apps = await waitForStatus(this.#client, selectorsOf(selector), status, options);
    return appsOf(this.snapshot, apps);
  }

  /** CPU (percent of one core) and memory (bytes) of each instance that runs, measured now: takes about a second. */
  async metrics(): Promise<readonly Usage[]> {
    this.#measuring += 1;
    try {
      const rows = await measure(this.#client);
      const names = new Map(this.snapshot.instances.map(({ id, name }) => [id, name]));
      return rows.map((row) => ({ ...row, name: names.get(row.instance) ?? row.instance }));
    } finally {
      this.#measuring -= 1;
      if (this.#measuring === 0) await this.#ask('metrics/watch', { on: false });
    }
  }

  /** Stops everything in order and ends the supervisor, for everybody. Resolves when it has gone. */
  async shutdown(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.onDidClose(resolve));
    await this.#ask('shutdown', {});
    await closed;
  }

  /** Leaves. The supervisor and its apps go on; open requests reject. */
  dispose(): void {
    this.#client.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.dispose();
  }

  async #current(): Promise<SupervisorClient['snapshot']> {
    return (await this.#ask('snapshot', {})).snapshot;
  }

  /** The apps that an answer speaks of. Throws what failed of them. */
  async #named(
    of: readonly { readonly app: string }[],
    outcomes: readonly Outcome[],
  ): Promise<readonly DroverApp[]> {
    const snapshot = await this.#current();
    const failures = outcomes.filter(({ ok }) => !ok);
    if (failures.length > 0) {
      const names = new Map([...snapshot.apps, ...snapshot.instances].map(({ id, name }) => [id, name]));
      const sentences = failures.map(({ app, instance, problem }) => {
        const name = names.get(instance ?? app) ?? app;
        return `${name}: ${problem === null ? 'It failed.' : describeProblem(problem)}`;
      });
      throw new DroverError(
        [...new Set(sentences)].join('\n'),
        failures[0]?.problem?.code ?? 'internal',
        failures,
      );
    }
    return appsOf(snapshot, new Set(of.map(({ app }) => app)));
  }

  async #ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    try {
      return await this.#client.request(method, params);
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      throw new DroverError(describeError(error), problemOf(error).code, [], error);
    }
  }
}
