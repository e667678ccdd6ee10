import { ClientError } from '../../client/clientError.ts';
import { RpcError } from '../../client/rpcError.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Result } from '../../protocol/contract.ts';
import type { AppInfo, Snapshot } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { Follower } from '../logs/follower.ts';
import { ringLines } from '../logs/instanceHistory.ts';
import type { UpOutput } from './upOutput.ts';
import type { Watched } from './verdict.ts';
import { givenUp, verdict } from './verdict.ts';

export interface ForegroundOptions {
  readonly output: UpOutput;
  /** Ids of the apps that are ours in a supervisor that lived before; null when all of it is ours. */
  readonly apps: readonly string[] | null;
  /** Ends when nothing runs any more. */
  readonly autoExit: boolean;
  /** Ends as soon as one app is given up. */
  readonly exitOnFailure: boolean;
  /** A new client when the connection is lost; null when the supervisor has ended in order, by somebody's `drover kill`. */
  readonly reconnect: () => Promise<SupervisorClient | null>;
  /** Starts what is to run, without waiting for it to be online. */
  readonly carryOut: () => Promise<Result<'apps/apply'>>;
}

/** How it came to its end. */
export type Ending = 'asked' | 'done' | 'failed' | 'killed';

/** The apps of a supervisor as one program in the foreground: shows what they write until they end or are to stop. */
export class Foreground {
  readonly #options: ForegroundOptions;
  #client: SupervisorClient;
  /** Ids of what is ours in a supervisor that is not. */
  #apps: ReadonlySet<string> | null;
  /** Nothing is judged before what is to run is on its way. */
  #isStarted = false;
  #scheduled: ReadonlySet<string> = new Set();
  #unstartable: ReadonlySet<string> = new Set();
  #isStopping = false;
  #end: (ending: Ending) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;
  readonly #ended: Promise<Ending>;
  #following: { readonly stop: () => void; readonly over: Promise<unknown> } | undefined;

  constructor(client: SupervisorClient, options: ForegroundOptions) {
    this.#client = client;
    this.#apps = options.apps === null ? null : new Set(options.apps);
    this.#options = options;
    this.#ended = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
  }

  /** Starts what is to run and stays until all of it is over. Rejects when no supervisor can be reached any more. */
  async run(): Promise<Ending> {
    const client = this.#client;
    this.#attend(client);
    this.#start().catch((error: unknown) => {
      // A stop that came meanwhile and a lost connection have their own ways to the end.
      if (!this.#isStopping && !isLost(error)) this.#fail(error);
    });
    return this.#ended;
  }

  /** Stops what is ours, in order, and shows its last lines. */
  async stop(ending: Ending): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    try {
      await this.#stop();
      this.#end(ending);
    } catch (error) {
      // Somebody else is ending the supervisor at this moment, which does the same.
      if (isEnding(error)) this.#end(ending === 'failed' ? 'failed' : 'killed');
      else if (isLost(error)) await this.#stopAnew(ending).catch(this.#fail);
      else this.#fail(error);
    }
  }

  /** The supervisor went away while it was stopping things: the next one ends what is left. */
  async #stopAnew(ending: Ending): Promise<void> {
    const client = await this.#options.reconnect();
    if (client === null) {
      this.#end(ending === 'failed' ? 'failed' : 'killed');
      return;
    }
    this.#client = client;
    await this.#stop();
    this.#end(ending);
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    const targets = this.#apps === null ? ['all'] : [...this.#apps];
    await client.request('apps/stop', { targets });
    // What waits in the supervisor is sent before the answer.
    const instances = this.#instances.map(({ id }) => id);
    if (instances.length > 0) await client.request('logs/subscribe', { instances, tail: 0 });
    this.#following?.stop();
    await this.#following?.over;
  }

  /** Leaves instances that are stopping no more time. */
  async hurry(): Promise<void> {
    const targets = this.#instances.filter(({ pid }) => pid !== null).map(({ id }) => id);
    if (targets.length > 0) await this.#client.request('instances/signal', { targets, signal: 'SIGKILL' });
  }

  async reload(): Promise<void> {
    const targets = this.#own(this.#client.snapshot)
      .filter(({ wanted }) => wanted)
      .map(({ id }) => id);
    const { outcomes } = await this.#client.request('apps/reload', { targets });
    for (const { app, instance, problem } of outcomes) {
      if (problem !== null) this.#options.output.say(describeProblem(problem), instance ?? app);
    }
  }

  /** Leaves the supervisor, which ends when it is ours. */
  async close(): Promise<void> {
    if (this.#apps !== null) {
      this.#client.dispose();
      return;
    }
    const closed = new Promise<void>((resolve) => this.#client.onDidClose(resolve));
    try {
      await Promise.all([this.#client.request('shutdown', {}), closed]);
    } catch (error) {
      // It may be gone before its answer is here.
      if (!isLost(error)) throw error;
    }
  }

  get #instances(): Snapshot['instances'] {
    const { snapshot } = this.#client;
    const own = new Set(this.#own(snapshot).map(({ id }) => id));
    return snapshot.instances.filter(({ app }) => own.has(app));
  }

  #own({ apps }: Snapshot): readonly AppInfo[] {
    return apps.filter(({ id }) => this.#apps?.has(id) ?? true);
  }

  async #start(): Promise<void> {
    const { outcomes, applied } = await this.#options.carryOut();
    // Apps without a file have come to be by this.
    if (this.#apps !== null) this.#apps = new Set([...this.#apps, ...applied.map(({ app }) => app)]);
    const failures = outcomes.filter(({ ok }) => !ok);
    this.#unstartable = new Set(failures.map(({ app }) => app));
    for (const { app, instance, problem } of failures) {
      const { apps, instances } = this.#client.snapshot;
      const name = [...apps, ...instances].find(({ id }) => id === (instance ?? app))?.name ?? app;
      const sentence = problem === null ? 'It failed.' : describeProblem(problem);
      if (!this.#isStopping) this.#options.output.say(`${name}: ${sentence}`);
    }
    const scheduled: string[] = [];
    for (const { id } of this.#own(this.#client.snapshot)) {
      const { options } = await this.#client.request('apps/describe', { app: id });
      if (options.some(({ option }) => option === 'cron_restart')) scheduled.push(id);
    }
    this.#scheduled = new Set(scheduled);
    this.#isStarted = true;
    this.#look();
  }

  #attend(client: SupervisorClient): void {
    client.onDidChange(() => this.#look());
    client.onNotice(({ problem, instance }) => {
      if (problem.severity !== 'info') this.#options.output.say(describeProblem(problem), instance);
    });
    client.onDidClose(() => {
      if (client === this.#client) this.#reconnect().catch(this.#fail);
    });
    this.#following = this.#follow(client);
  }

  #follow(client: SupervisorClient): { readonly stop: () => void; readonly over: Promise<unknown> } {
    const { output } = this.#options;
    const running = new Set(client.snapshot.instances.filter(({ pid }) => pid !== null).map(({ id }) => id));
    const follower = new Follower(client, {
      choose: (snapshot) => {
        const own = new Set(this.#own(snapshot).map(({ id }) => id));
        return snapshot.instances.filter(({ app }) => own.has(app));
      },
      begin: async (instances, subscribe) => {
        for (const { id } of instances) {
          // What ran before we came has written its lines for others.
          const lines = await subscribe(id, running.has(id) ? 0 : ringLines);
          output.show(lines.map((line) => ({ ...line, instance: id })));
        }
      },
      add: (instances) => output.add(instances),
      show: (lines) => output.show(lines),
      note: (instance, text) => output.say(text, instance),
      lost: (instance, count) =>
        output.say(`${count} lines came faster than they were read; its log file has them.`, instance),
    });
    let stop = (): void => undefined;
    const until = new Promise<void>((resolve) => (stop = resolve));
    const over = follower.follow(until).catch(this.#fail);
    return { stop, over };
  }

  #look(): void {
    const { autoExit, exitOnFailure, output } = this.#options;
    if (!this.#isStarted || this.#isStopping) return;
    const { snapshot } = this.#client;
    const watched: Watched = {
      apps: this.#own(snapshot),
      instances: snapshot.instances,
      scheduled: this.#scheduled,
      unstartable: this.#unstartable,
    };
    const fallen = exitOnFailure ? givenUp(watched) : [];
    const found = verdict(watched);
    if (fallen.length === 0 && (found.kind === 'goesOn' || !autoExit)) return;
    const failed = fallen.length > 0 ? fallen : found.kind === 'over' ? found.failed : [];
    output.say(
      failed.length > 0
        ? `Ends, because ${failed.join(', ')} ${failed.length > 1 ? 'have' : 'has'} failed.`
        : 'Ends, because nothing runs any more.',
    );
    void this.stop(failed.length > 0 ? 'failed' : 'done');
  }

  async #reconnect(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStarted = false;
    const client = await this.#options.reconnect();
    if (client === null) {
      this.#isStopping = true;
      this.#end('killed');
      return;
    }
    await this.#following?.over;
    this.#client = client;
    this.#attend(client);
    // It answers this once what an earlier supervisor left is gone, and what it had running is on its way.
    await client.request('files/load', { paths: [] });
    this.#isStarted = true;
    this.#look();
  }
}

function isEnding(error: unknown): boolean {
  return error instanceof RpcError && error.name === 'shuttingDown';
}

function isLost(error: unknown): boolean {
  return error instanceof ClientError && error.code === 'connection-lost';
}
