import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import type { Outcome, Params } from '../../../src/protocol/contract.ts';
import type { AppInfo, InstanceInfo, InstanceStatus } from '../../../src/protocol/model.ts';
import { platform } from '../processes.ts';
import type { TestWorkspace } from '../testWorkspace.ts';
import { instancesOf, until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import type { LineCollector } from './lineCollector.ts';

/** What `report.cjs` says of how it was started. */
export interface Report {
  readonly pid: number;
  readonly args: readonly string[];
  readonly execArgv: readonly string[];
  readonly file: string;
  readonly node: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether it belongs to a cluster host. */
  readonly isWorker: boolean;
  readonly uid: number;
  readonly gid: number;
}

export interface Group {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly lines: LineCollector;
  /** The shell that starts the apps. */
  readonly shell: Readonly<Record<string, string>>;
}

/** The app of a row, among the apps of its group. */
export class RowApp {
  readonly name: string;
  readonly id: string;
  readonly #group: Group;

  constructor(name: string, group: Group) {
    this.name = name;
    this.id = `ecosystem.json#${name}`;
    this.#group = group;
  }

  get info(): AppInfo {
    const info = this.#group.client.snapshot.apps.find(({ id }) => id === this.id);
    assert.ok(info, `there is no ${this.id}`);
    return info;
  }

  /** The shell that starts it. */
  get shell(): Readonly<Record<string, string>> {
    return this.#group.shell;
  }

  get instances(): readonly InstanceInfo[] {
    return instancesOf(this.#group.client.snapshot, this.name);
  }

  /** Another app of the same file. */
  other(name: string): RowApp {
    return new RowApp(name, this.#group);
  }

  /** Starts the app, or what `targets` names, and answers as soon as it is launching. */
  async start(options: Partial<Params<'apps/start'>> = {}): Promise<Outcome> {
    const { client, shell } = this.#group;
    const { outcomes } = await client.request('apps/start', { targets: [this.id], env: shell, ...options });
    assert.ok(outcomes[0]);
    return outcomes[0];
  }

  async stop(target = this.id): Promise<void> {
    const { outcomes } = await this.#group.client.request('apps/stop', { targets: [target] });
    for (const { ok, problem } of outcomes) assert.ok(ok, JSON.stringify(problem));
  }

  async restart(target = this.id): Promise<void> {
    const { outcomes } = await this.#group.client.request('apps/restart', {
      targets: [target],
      env: this.#group.shell,
    });
    for (const { ok, problem } of outcomes) assert.ok(ok, JSON.stringify(problem));
  }

  /** The instance with this index as soon as it fits. */
  async until(fits: (instance: InstanceInfo) => boolean, index = 0): Promise<InstanceInfo> {
    const id = `${this.id}/${index}`;
    const snapshot = await until(this.#group.client, ({ instances }) =>
      instances.some((instance) => instance.id === id && fits(instance)),
    );
    const instance = snapshot.instances.find((one) => one.id === id);
    assert.ok(instance);
    return instance;
  }

  reaches(status: InstanceStatus, index = 0): Promise<InstanceInfo> {
    return this.until((instance) => instance.status === status, index);
  }

  /** The first line of an instance that fits, as soon as it is printed. */
  line(pattern: RegExp, index = 0): Promise<string> {
    return this.#group.lines.first(`${this.id}/${index}`, pattern);
  }

  /** What an instance has printed so far. */
  printed(index = 0): readonly string[] {
    return this.#group.lines.of(`${this.id}/${index}`);
  }

  /** Starts `report.cjs`, where it does not run, and hears what an instance has to say. */
  async report(index = 0, options: Partial<Params<'apps/start'>> = {}): Promise<Report> {
    if (this.instances.every(({ pid }) => pid === null)) await this.start(options);
    return JSON.parse(await this.line(/^\{/, index)) as Report;
  }

  /** An absolute path; others start at the workspace's folder. */
  path(name: string): string {
    return resolve(this.#group.workspace.folder, name);
  }

  /** All at once: a busy machine may let a program stand between the opening of a file and its text. */
  write(name: string, text: string): void {
    const { root } = this.#group.workspace;
    const written = resolve(root, 'written');
    writeFileSync(written, text);
    mkdirSync(dirname(this.path(name)), { recursive: true });
    renameSync(written, this.path(name));
  }

  remove(name: string): void {
    rmSync(this.path(name));
  }

  /** The text of a file as soon as it is there and fits. */
  file(name: string, fits: RegExp): Promise<string> {
    return waitFor(`${name} with ${fits.source}`, () => {
      const text = this.read(name);
      return text !== undefined && fits.test(text) ? text : undefined;
    });
  }

  read(name: string): string | undefined {
    try {
      return readFileSync(this.path(name), 'utf8');
    } catch {
      // Not written yet.
      return undefined;
    }
  }

  /** The log files of an instance and its last lines. */
  logs(
    index = 0,
  ): Promise<{ readonly files: readonly string[]; readonly lines: readonly { text: string }[] }> {
    return this.#group.client.request('logs/read', { instance: `${this.id}/${index}`, lines: 100 });
  }

  /** Ends it however deaf it is. */
  async end(): Promise<void> {
    const stopped = this.stop();
    await until(this.#group.client, () =>
      this.instances.every(({ status, pid }) => pid === null || status === 'stopping'),
    );
    for (const { pid } of this.instances) if (pid !== null) platform.signal(pid, 'SIGKILL');
    await stopped;
  }
}
