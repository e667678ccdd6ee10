import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { uvicornPath } from '../../../scripts/install/systemTools.ts';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import type { AppInfo } from '../../../src/protocol/model.ts';
import { describeChanges } from '../../../src/protocol/pendingChanges.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace, instancesOf, repository, until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import { ask, withoutUvicorn } from './devProject.ts';

/** `examples/uvicorn-workers` on ports of its own. */
class Example implements AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly port: number;
  readonly smpPort: number;

  private constructor(workspace: TestWorkspace, client: SupervisorClient, ports: readonly [number, number]) {
    this.workspace = workspace;
    this.client = client;
    [this.port, this.smpPort] = ports;
  }

  static async open(env: string | null, change: (file: string) => string = (file) => file): Promise<Example> {
    const workspace = new TestWorkspace();
    cpSync(join(repository, 'examples/uvicorn-workers'), workspace.folder, { recursive: true });
    // The Python that uvicorn belongs to comes first: `python3` alone may be another one.
    workspace.env['PATH'] = `${dirname(uvicornPath() ?? '')}:${workspace.env['PATH'] ?? ''}`;
    for (const name of ['WORKERS', 'WEB_CONCURRENCY', 'DEV_MODE'])
      Reflect.deleteProperty(workspace.env, name);
    const ports = [await freePort(), await freePort()] as const;
    const file = join(workspace.folder, 'ecosystem.yaml');
    const text = readFileSync(file, 'utf8')
      .replaceAll('8010', String(ports[0]))
      .replaceAll('8011', String(ports[1]));
    writeFileSync(file, change(text));
    if (env === null) rmSync(join(workspace.folder, '.env'));
    else workspace.write('.env', env);
    return new Example(workspace, await workspace.load(), ports);
  }

  async start(name: string, shell: Record<string, string> = {}): Promise<void> {
    const env = { ...this.workspace.env, ...shell };
    const { outcomes } = await this.client.request('apps/start', { targets: [name], env, wait: true });
    assert.equal(outcomes[0]?.problem, null);
  }

  app(name: string): AppInfo {
    const found = this.client.snapshot.apps.find((app) => app.name === name);
    assert.ok(found);
    return found;
  }

  /** Its run mode, how many instances it has, and how many of them are online. */
  async mode(name: string): Promise<[string, number, number]> {
    await until(this.client, () =>
      instancesOf(this.client.snapshot, name).every(({ status }) => status === 'online'),
    );
    const { runMode, instances, online } = this.app(name);
    return [runMode, instances, online];
  }

  /** Has the server answer `/health` with `status`. */
  save(status: string): void {
    const path = join(this.workspace.folder, 'server/main.py');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"status": "\w+"/, `"status": "${status}"`));
  }

  served(status: string, port: number): Promise<boolean> {
    return waitFor(`"${status}" to be served`, async () => {
      const answer = await ask(port, '/health').catch(() => '');
      return answer.includes(status);
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.workspace[Symbol.asyncDispose]();
  }
}

describe('the example uvicorn-workers', { skip: withoutUvicorn }, () => {
  test('has the four instances of .env, becomes one that reloads by DEV_MODE there, and four again', async () => {
    await using it = await Example.open('WORKERS=4\n');
    const name = 'wavelet-api';
    await it.start(name);
    assert.deepEqual(await it.mode(name), ['normal', 4, 4]);

    it.workspace.write('.env', 'WORKERS=4\nDEV_MODE=true\n');
    await until(it.client, () => it.app(name).pending.length > 0);
    assert.match(describeChanges(name, it.app(name).pending), /instances 4 -> 1/);
    assert.deepEqual(await it.mode(name), ['normal', 4, 4]);
    await it.client.request('apps/apply', { targets: [name], wait: true });
    assert.deepEqual(await it.mode(name), ['dev', 1, 1]);
    it.save('first');
    await it.served('first', it.port);
    it.save('second');
    await it.served('second', it.port);

    it.workspace.write('.env', 'WORKERS=4\n');
    await until(it.client, () => it.app(name).pending.length > 0);
    await it.client.request('apps/apply', { targets: [name], wait: true });
    assert.deepEqual(await it.mode(name), ['normal', 4, 4]);
    await it.served('second', it.port);
  });

  test('takes WORKERS and DEV_MODE from the shell before .env', async () => {
    await using it = await Example.open('WORKERS=4\nDEV_MODE=true\n');
    await it.start('wavelet-api', { WORKERS: '3', DEV_MODE: 'false' });
    assert.deepEqual(await it.mode('wavelet-api'), ['normal', 3, 3]);
  });

  test('has an instance for each core where nobody says', async () => {
    await using it = await Example.open(null);
    const cores = availableParallelism();
    await it.start('wavelet-api');
    assert.deepEqual(await it.mode('wavelet-api'), ['normal', cores, cores]);
  });

  test('leaves a program that reloads by itself to that, as its dev options say', async () => {
    await using it = await Example.open('WORKERS=4\nDEV_MODE=true\n');
    const name = 'wavelet-api-smp';
    await it.start(name);
    assert.deepEqual(await it.mode(name), ['dev', 1, 1]);
    await it.served('ok', it.smpPort);
    const [before] = instancesOf(it.client.snapshot, name);
    it.save('first');
    await it.served('first', it.smpPort);
    const [after] = instancesOf(it.client.snapshot, name);
    assert.deepEqual([after?.pid, after?.restarts], [before?.pid, 0]);
  });

  test('restarts that program where they do not say so', async () => {
    await using it = await Example.open('DEV_MODE=true\n', (text) =>
      text.replace('watch: false', 'watch: true'),
    );
    const name = 'wavelet-api-smp';
    await it.start(name);
    await it.served('ok', it.smpPort);
    it.save('first');
    await until(it.client, () => (instancesOf(it.client.snapshot, name)[0]?.restarts ?? 0) === 1);
    await it.served('first', it.smpPort);
    assert.equal(it.app(name).changedFile, 'server/main.py');
  });
});
