import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import { TestWorkspace } from '../../supervisor/testWorkspace.ts';
import { clock } from './beacon.ts';
import { giveCompiled } from './compiled.ts';
import type { Contender, Manager } from './contender.ts';
import { inRepository, node } from './contender.ts';
import type { BenchApp, Site } from './site.ts';

export const drover = droverWith(({ script }, { instances, isCluster }) => ({
  script,
  instances,
  exec_mode: isCluster ? 'cluster' : 'fork',
  interpreter: node,
}));

/** `options` are those of an app in the ecosystem file. */
export function droverWith(
  options: (site: Site, app: BenchApp) => Readonly<Record<string, unknown>>,
): Contender {
  return {
    name: 'Drover',
    role: 'drover',
    hasCluster: true,
    open: async (site) => {
      const apps = site.apps.map((app) => ({ name: app.name, env: site.env(app), ...options(site, app) }));
      writeFileSync(join(site.folder, 'ecosystem.json'), JSON.stringify({ apps }));
      const workspace = new TestWorkspace({ folder: site.folder });
      await giveCompiled(workspace);
      const since = clock();
      const client = await workspace.connect();
      const openedIn = clock() - since;
      await client.request('files/load', { env: workspace.env });
      return new DroverManager(workspace, client, { folder: site.folder, openedIn });
    },
  };
}

class DroverManager implements Manager {
  readonly #workspace: TestWorkspace;
  readonly #client: SupervisorClient;
  readonly openedIn: number;
  readonly commands: Manager['commands'];

  constructor(
    workspace: TestWorkspace,
    client: SupervisorClient,
    { folder, openedIn }: { readonly folder: string; readonly openedIn: number },
  ) {
    this.openedIn = openedIn;
    this.#workspace = workspace;
    this.#client = client;
    const env = { ...workspace.env, DROVER_HOME: folder };
    const command = (...args: readonly string[]) => ({
      file: node,
      args: [inRepository('dist/cli.cjs'), ...args],
      env,
    });
    this.commands = {
      ask: command('ping'),
      start: ({ name }) => command('start', name),
    };
  }

  start({ name }: BenchApp): Promise<void> {
    return this.#done('apps/start', { targets: [name], env: this.#workspace.env, wait: true });
  }

  stop({ name }: BenchApp): Promise<void> {
    return this.#done('apps/stop', { targets: [name] });
  }

  restart({ name, instances }: BenchApp, which: 'all' | 'first'): Promise<void> {
    const target = which === 'first' && instances > 1 ? `${name}-0` : name;
    return this.#done('apps/restart', { targets: [target], wait: true });
  }

  reload({ name }: BenchApp): Promise<void> {
    return this.#done('apps/reload', { targets: [name], wait: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#workspace[Symbol.asyncDispose]();
  }

  async #done(
    method: 'apps/start' | 'apps/stop' | 'apps/restart' | 'apps/reload',
    params: { readonly targets: string[]; readonly env?: Record<string, string>; readonly wait?: boolean },
  ): Promise<void> {
    const { outcomes } = await this.#client.request(method, params);
    assert.ok(
      outcomes.every(({ ok }) => ok),
      JSON.stringify(outcomes),
    );
  }
}
