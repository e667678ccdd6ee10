import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { InstanceInfo } from '../../src/protocol/model.ts';
import { isPortFree } from '../../src/supervisor/ports.ts';
import { platform } from '../supervisor/processes.ts';
import type { TestWorkspaceOptions } from '../supervisor/testWorkspace.ts';
import { freePort } from '../supervisor/freePort.ts';
import { TestWorkspace, instancesOf, until } from '../supervisor/testWorkspace.ts';
import { waitFor } from '../supervisor/waitFor.ts';
import type { Prove } from './fault.ts';

/**
 * Listens on its port and answers with its pid. While the file `hold-start` is there it does not listen, and while
 * `hold-stop` is there it does not end.
 */
const server = `
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const unless = (name, act) => {
  const look = () => (existsSync(join(__dirname, name)) ? setTimeout(look, 10) : act());
  look();
};
const port = Number(process.env.PORT ?? process.env.WEB_PORT);
const server = require('node:http').createServer((request, response) => response.end(String(process.pid)));
unless('hold-start-' + process.env.name, () => server.listen(port, '127.0.0.1'));
process.on('SIGINT', () => unless('hold-stop-' + process.env.name, () => process.exit(0)));
`;

type Options = Readonly<Record<string, unknown>>;

export interface FaultedFolderOptions extends TestWorkspaceOptions {
  /** Options that are added to those of the app. */
  readonly web?: Options;
  readonly api?: Options;
  /** Further apps. */
  readonly apps?: readonly Options[];
}

/**
 * A folder in which three apps run: `web`, two instances of a cluster on one port; `api`, two plain ones with a port
 * each; and `bystander`, which no fault is about.
 */
export class FaultedFolder implements AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly webPort: number;
  readonly apiPort: number;
  client!: SupervisorClient;
  #bystander: number | null = null;
  readonly #options: FaultedFolderOptions;

  private constructor(options: FaultedFolderOptions, ports: readonly [number, number]) {
    this.#options = options;
    this.workspace = new TestWorkspace(options);
    [this.webPort, this.apiPort] = ports;
    this.workspace.write('server.js', server);
    this.save();
  }

  /** Nothing runs yet. */
  static async open(options: FaultedFolderOptions = {}): Promise<FaultedFolder> {
    const folder = new FaultedFolder(options, [await freePort(), await freePair()]);
    try {
      folder.client = await folder.workspace.load();
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
    return folder;
  }

  /** All apps are online. */
  static async running(options: FaultedFolderOptions = {}): Promise<FaultedFolder> {
    const folder = await FaultedFolder.open(options);
    try {
      await folder.startAll();
    } catch (error) {
      await folder[Symbol.asyncDispose]();
      throw error;
    }
    return folder;
  }

  /** Writes the ecosystem file, with these options of `web` besides its own. */
  save(web: Options = {}): void {
    const common = { script: 'server.js', kill_timeout: 5000, listen_timeout: 30_000, min_uptime: 100 };
    const apps = [
      {
        ...common,
        name: 'web',
        instances: 2,
        env: { WEB_PORT: this.webPort, name: 'web' },
        ...this.#options.web,
        ...web,
      },
      {
        ...common,
        name: 'api',
        instances: 2,
        port: `${this.apiPort}-${this.apiPort + 1}`,
        env: { name: 'api' },
        ...this.#options.api,
      },
      { ...common, name: 'bystander', exec_mode: 'fork', env: { WEB_PORT: 0, name: 'bystander' } },
      ...(this.#options.apps ?? []),
    ];
    this.workspace.write('ecosystem.json', JSON.stringify({ apps }));
  }

  async startAll(): Promise<void> {
    await this.start('all');
    this.#bystander = this.pid('bystander');
  }

  /** Starts, and waits until it is online. */
  async start(...targets: string[]): Promise<void> {
    const { outcomes } = await this.client.request('apps/start', {
      targets,
      env: this.workspace.env,
      wait: true,
    });
    assert.deepEqual(
      outcomes.filter(({ ok }) => !ok),
      [],
    );
  }

  async stop(...targets: string[]): Promise<void> {
    await this.client.request('apps/stop', { targets });
  }

  /** What instances of that app do from now on when they start or stop: wait. */
  hold(what: 'start' | 'stop', app: string): void {
    this.workspace.write(`hold-${what}-${app}`, '');
  }

  release(what: 'start' | 'stop', app: string): void {
    rmSync(join(this.workspace.folder, `hold-${what}-${app}`));
  }

  instances(app: string): InstanceInfo[] {
    return instancesOf(this.client.snapshot, app);
  }

  pid(app: string, index = 0): number {
    const pid = this.instances(app).find((one) => one.index === index)?.pid;
    assert.ok(pid, `${app}-${index} runs`);
    return pid;
  }

  pids(app: string): (number | null)[] {
    return this.instances(app).map(({ pid }) => pid);
  }

  /** The cluster host of `web`. */
  async host(): Promise<number> {
    const rows = await platform.listProcesses();
    const parent = rows.find(({ pid }) => pid === this.pid('web'))?.ppid;
    assert.ok(parent);
    assert.match(platform.command(parent) ?? '', /cluster host/);
    return parent;
  }

  /** Kills, and resolves when none of them is there any more. The others may end with the first before it is their turn. */
  async kill(first: number, ...others: number[]): Promise<void> {
    const pids = [first, ...others];
    process.kill(first, 'SIGKILL');
    for (const pid of others) platform.signal(pid, 'SIGKILL');
    await waitFor('the end of what was killed', () => pids.every((pid) => platform.startTime(pid) === null));
  }

  /** Kills the supervisor; `connectAgain` starts the next one. */
  async killSupervisor(...others: number[]): Promise<void> {
    await this.kill(this.client.supervisor.pid, ...others);
    this.client.dispose();
    this.assertWholeState();
  }

  async connectAgain(): Promise<void> {
    this.client = await this.workspace.load();
  }

  online(app: string, count: number): Promise<unknown> {
    return until(
      this.client,
      (snapshot) => {
        const instances = instancesOf(snapshot, app);
        return instances.length === count && instances.every(({ status }) => status === 'online');
      },
      40_000,
    );
  }

  stopped(app: string): Promise<unknown> {
    return until(
      this.client,
      (snapshot) => instancesOf(snapshot, app).every(({ status }) => status === 'stopped'),
      40_000,
    );
  }

  /** That the bystander runs on as the process it was. */
  assertBystander(): void {
    const [bystander] = this.instances('bystander');
    assert.deepEqual([bystander?.status, bystander?.pid], ['online', this.#bystander]);
    assert.notEqual(platform.startTime(this.#bystander ?? 0), null);
  }

  /** That each instance that is shown to run does, that none other does, and that the port is served by them. */
  async assertShown(app: string): Promise<void> {
    const instances = this.instances(app);
    for (const { name, status, pid } of instances) {
      const runs = pid !== null && platform.startTime(pid) !== null;
      assert.equal(runs, status === 'online', `${name} is ${status} with pid ${pid}`);
    }
    const marked = await platform.findByToken(`${this.workspace.location.key}:`);
    const marks = marked.filter((pid) => markOf(pid).endsWith(`#${app}`) || markOf(pid).includes(`#${app}/`));
    const hosts = marks.filter((pid) => markOf(pid).includes(':host:'));
    assert.deepEqual(
      marks.filter((pid) => !hosts.includes(pid)).sort(),
      instances.flatMap(({ pid }) => pid ?? []).sort(),
      `processes of ${app}`,
    );
    if (app === 'web' && instances.some(({ status }) => status === 'online')) {
      const answer = await (await fetch(`http://127.0.0.1:${this.webPort}/`)).text();
      assert.ok(
        instances.some(({ pid }) => String(pid) === answer),
        `${answer} answers`,
      );
    }
  }

  /** Stops everything: nothing may be left, and all ports are free. */
  async assertNothingLeft(prove: Prove): Promise<void> {
    await this.stop('all');
    assert.deepEqual(await this.workspace.survivors(), []);
    prove('orphans');
    for (const port of [this.webPort, this.apiPort, this.apiPort + 1]) {
      assert.ok(await isPortFree(port), `port ${port} is free`);
    }
    prove('ports');
  }

  async assertStartsAgain(prove: Prove): Promise<void> {
    await this.start('all');
    await this.assertShown('web');
    prove('start');
  }

  /** That what the supervisor has written can be read. */
  assertWholeState(): void {
    const { stateDir } = this.workspace.location;
    for (const name of readdirSync(stateDir)) {
      if (/^state\.(previous\.)?json$/.test(name)) JSON.parse(readFileSync(join(stateDir, name), 'utf8'));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of readdirSync(this.workspace.folder)) {
      if (name.startsWith('hold-')) rmSync(join(this.workspace.folder, name));
    }
    await this.workspace[Symbol.asyncDispose]();
  }
}

function markOf(pid: number): string {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    return variables.find((variable) => variable.startsWith('DROVER_INSTANCE=')) ?? '';
  } catch {
    return '';
  }
}

/** The first of two ports in a row that nobody listens on. */
async function freePair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 65_535 && (await isPortFree(port + 1))) return port;
  }
}
