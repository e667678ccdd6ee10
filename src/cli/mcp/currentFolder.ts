import os from 'node:os';
import path from 'node:path';
import { measure } from '../../client/measure.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { ToolFolder } from '../../client/tools/tool.ts';
import type { MetricsRow } from '../../protocol/model.ts';
import { discoverEcosystemFiles } from '../../ecosystem/discover.ts';
import type { Found } from '../findFolder.ts';
import { findFolder } from '../findFolder.ts';
import type { World } from '../world.ts';
import { shellEnvironment } from '../world.ts';

/** The folder that the command line is about, for the length of one tool call. */
export class CurrentFolder implements ToolFolder {
  readonly #world: World;
  readonly #folder: string;
  #client: SupervisorClient | null;
  #connected: Promise<SupervisorClient | null> | undefined;

  private constructor(world: World, { folder, client }: Found) {
    this.#world = world;
    this.#folder = folder;
    this.#client = client;
  }

  /** Finds it as every verb does. Throws `UserError`. */
  static async find(world: World): Promise<CurrentFolder> {
    return new CurrentFolder(world, await findFolder(world));
  }

  get name(): string {
    return path.basename(this.#folder);
  }

  get path(): string {
    return this.#folder;
  }

  connect = (): Promise<SupervisorClient | null> => (this.#connected ??= this.#connect());

  measure = async (): Promise<readonly MetricsRow[]> => {
    const client = await this.connect();
    return client === null ? [] : measure(client);
  };

  dispose(): void {
    this.#client?.dispose();
  }

  async #connect(): Promise<SupervisorClient | null> {
    const found = isProject(this.#folder) ? await discoverEcosystemFiles(this.#folder, { patterns: [] }) : [];
    if (this.#client === null && found.length === 0) return null;
    const client = (this.#client ??= await this.#world.start(this.#folder));
    const { snapshot } = await client.request('snapshot', {});
    const env = shellEnvironment(this.#world.env);
    const known = new Set(snapshot.files.map((file) => file.path));
    const added = found.filter((file) => !known.has(file));
    // By name, and as read before: a window may have found them by its settings, which are not known here.
    for (const dialect of ['pm2', 'pmdaemon'] as const) {
      const paths = snapshot.files.filter((file) => file.dialect === dialect).map((file) => file.path);
      if (paths.length > 0) await client.request('files/load', { env, paths, dialect });
    }
    if (added.length > 0) await client.request('files/load', { env, paths: added });
    return client;
  }
}

/** Some programs start their MCP servers in / or the home folder, where a search would go on for ever. */
function isProject(folder: string): boolean {
  return folder !== path.parse(folder).root && folder !== os.homedir();
}
