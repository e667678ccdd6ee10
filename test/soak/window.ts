import { ClientError } from '../../src/client/clientError.ts';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { Method, Outcome, Params, Result } from '../../src/protocol/contract.ts';
import type { Actor, Verb } from './actor.ts';
import { answered } from './actor.ts';
import type { SoakFolder } from './soakFolder.ts';

/** A client as the extension is one: it comes, goes and comes again. */
export class Window implements Actor {
  readonly name: string;
  readonly #folder: SoakFolder;
  #client: SupervisorClient | undefined;

  constructor(name: string, folder: SoakFolder) {
    this.name = name;
    this.#folder = folder;
  }

  get client(): SupervisorClient {
    if (this.#client === undefined) throw new ClientError('connection-lost');
    return this.#client;
  }

  async open(): Promise<void> {
    this.#client = await answered(`${this.name} connects`, this.#folder.connect('window'));
    await this.request('files/load', { env: this.#folder.workspace.env });
  }

  /** Leaves without a word, whatever it still waits for. */
  close(): void {
    this.#client?.dispose();
    this.#client = undefined;
  }

  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return answered(`${this.name}: ${method} ${JSON.stringify(params)}`, this.client.request(method, params));
  }

  async act(verb: Verb, target: string): Promise<string | null> {
    const { outcomes } = await this.request(`apps/${verb}`, { targets: [target] });
    return refusal(outcomes);
  }

  async scale(app: string, instances: number): Promise<string | null> {
    return refusal((await this.request('apps/scale', { targets: [app], instances })).outcomes);
  }

  async add(name: string, instances: number): Promise<string | null> {
    const { folder, env } = this.#folder.workspace;
    const options = { name, script: '/bin/sleep', args: ['100000'], instances };
    const { app, problems, outcomes } = await this.request('apps/add', { options, cwd: folder, env });
    return app === null ? JSON.stringify(problems) : refusal(outcomes);
  }

  async apply(app: string): Promise<string | null> {
    return refusal((await this.request('apps/apply', { targets: [app] })).outcomes);
  }

  async load(): Promise<void> {
    await this.request('files/load', { env: this.#folder.workspace.env });
  }
}

function refusal(outcomes: readonly Outcome[]): string | null {
  const refused = outcomes.filter(({ ok }) => !ok);
  return refused.length === 0 ? null : refused.map(({ problem }) => problem?.code ?? 'no reason').join();
}
