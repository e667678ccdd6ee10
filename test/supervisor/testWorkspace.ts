import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectSupervisor } from '../../src/client/connect.ts';
import type { Location } from '../../src/client/locate.ts';
import { locate } from '../../src/client/locate.ts';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { InstanceInfo, Snapshot } from '../../src/protocol/model.ts';
import { createPlatform } from '../../src/supervisor/platform/createPlatform.ts';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
const supervisorPath = join(repository, 'dist/supervisor.cjs');
/** The Node that the supervisor under test runs on; apps run on the `node` of PATH. */
const nodePath = process.env['DROVER_TEST_NODE'] ?? process.execPath;

export interface TestWorkspaceOptions {
  /** File name to text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Instead of a folder of its own: an existing one, which is left as it is. */
  readonly folder?: string;
  readonly origin?: 'editor' | 'cli';
  readonly leaseSeconds?: number | null;
  /** What its supervisor runs on, instead of the Node under test. */
  readonly nodePath?: string;
}

/** A folder with its own supervisor, apart from everything else on this machine. */
export class TestWorkspace implements AsyncDisposable {
  readonly root = mkdtempSync(join(tmpdir(), 'drover-'));
  readonly folder: string;
  readonly location: Location;
  readonly env: Record<string, string>;
  readonly #options: TestWorkspaceOptions;
  readonly #clients = new Set<SupervisorClient>();

  constructor(options: TestWorkspaceOptions = {}) {
    this.#options = options;
    this.folder = options.folder ?? join(this.root, 'project');
    mkdirSync(this.folder, { recursive: true });
    for (const [name, text] of Object.entries(options.files ?? {})) this.write(name, text);
    const env = {
      ...process.env,
      XDG_RUNTIME_DIR: join(this.root, 'run'),
      XDG_STATE_HOME: join(this.root, 'state'),
    };
    mkdirSync(env.XDG_RUNTIME_DIR, { mode: 0o700 });
    this.env = Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    this.location = locate(this.folder, { env: this.env });
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  async connect(): Promise<SupervisorClient> {
    const { origin = 'editor', leaseSeconds = 30 } = this.#options;
    const start = { supervisorPath, nodePath: this.#options.nodePath ?? nodePath, origin, leaseSeconds };
    const client = await connectSupervisor({
      folder: this.folder,
      kind: 'test',
      location: this.location,
      start: { ...start, env: this.env },
    });
    this.#clients.add(client);
    return client;
  }

  /** Connects and reads every ecosystem file of the folder. */
  async load(): Promise<SupervisorClient> {
    const client = await this.connect();
    await client.request('files/load', { env: this.env });
    return client;
  }

  /** Pids of everything that carries a token of this folder. */
  async survivors(): Promise<readonly number[]> {
    return createPlatform().findByToken(`${this.location.key}:`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const last = [...this.#clients].at(-1);
    const live = await connectSupervisor({
      folder: this.folder,
      kind: 'test',
      location: this.location,
      start: null,
    });
    if (live !== null) {
      await live.request('shutdown', {});
      live.dispose();
    }
    last?.dispose();
    for (const client of this.#clients) client.dispose();
    const platform = createPlatform();
    for (const pid of await this.survivors()) platform.signal(pid, 'SIGKILL');
    // What has just been killed may still be about to write.
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The snapshot as soon as it fits; rejects with what it is instead after `timeoutMs`. */
export function until(
  client: SupervisorClient,
  fits: (snapshot: Snapshot) => boolean,
  timeoutMs = 20_000,
): Promise<Snapshot> {
  if (fits(client.snapshot)) return Promise.resolve(client.snapshot);
  return new Promise((resolve, reject) => {
    const end = (act: () => void): void => {
      clearTimeout(timer);
      listening.dispose();
      act();
    };
    const timer = setTimeout(() => {
      const shown = client.snapshot.instances.map(({ name, status, pid, problem }) => ({
        name,
        status,
        pid,
        problem,
      }));
      end(() => reject(new Error(`not reached within ${timeoutMs} ms: ${JSON.stringify(shown)}`)));
    }, timeoutMs);
    const listening = client.onDidChange((snapshot) => {
      if (fits(snapshot)) end(() => resolve(snapshot));
    });
  });
}

export function instancesOf(snapshot: Snapshot, app: string): InstanceInfo[] {
  return snapshot.instances.filter(({ id }) => id.split('#')[1]?.split('/')[0] === app);
}

/** What a `GET` of each of `count` fresh connections answers. */
export async function fetchMany(port: number, count: number): Promise<string[]> {
  const answers: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
    answers.push(await response.text());
  }
  return answers;
}
