import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace, instancesOf } from '../testWorkspace.ts';
import type { Counts } from './load.ts';
import { shown } from './load.ts';

/** Answers with its pid, after as many milliseconds as ?ms= says. */
export const server = `
require('node:http').createServer((request, response) => {
  const ms = Number(new URL(request.url, 'http://x').searchParams.get('ms') ?? 0);
  setTimeout(() => response.end(String(process.pid)), ms);
}).listen(Number(process.env.LISTEN));
`;

/** The path of an app that stands inside the repository, where it finds the packages of the tests. */
export function framework(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/frameworks/${name}`, import.meta.url));
}

export interface LoadedApp extends AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly port: number;
  readonly instances: () => Promise<readonly InstanceInfo[]>;
}

interface AppSurroundings {
  /** Beside the ecosystem file and `server.js`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
}

/**
 * The app `web` with these options, online, on a free port that it reads from LISTEN. An instance need not be
 * seen living for long, so that many reloads take little time.
 */
export async function startApp(
  options: object,
  { files = {}, env = {}, port }: AppSurroundings = {},
): Promise<LoadedApp> {
  const listen = port ?? (await freePort());
  const app = { name: 'web', min_uptime: 10, env: { LISTEN: listen, ...env }, ...options };
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'server.js': server, ...files },
  });
  try {
    const client = await workspace.load();
    const start = { targets: ['web'], env: workspace.env, wait: true };
    const { outcomes } = await client.request('apps/start', start);
    assert.equal(outcomes[0]?.ok, true, JSON.stringify(outcomes));
    return {
      workspace,
      client,
      port: listen,
      instances: async () => instancesOf((await client.request('snapshot', {})).snapshot, 'web'),
      [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
    };
  } catch (error) {
    await workspace[Symbol.asyncDispose]();
    throw error;
  }
}

/** Pids of the instances, all of which must be online. */
export async function pidsOf({ instances }: LoadedApp): Promise<readonly (number | null)[]> {
  const shownInstances = await instances();
  for (const { name, status } of shownInstances) assert.equal(status, 'online', name);
  return shownInstances.map(({ pid }) => pid);
}

/** Every instance is another process afterwards. */
export async function reload(app: LoadedApp): Promise<void> {
  const before = await pidsOf(app);
  const { outcomes } = await app.client.request('apps/reload', { targets: ['web'] });
  assert.equal(outcomes[0]?.ok, true, JSON.stringify(outcomes));
  const after = await pidsOf(app);
  assert.equal(new Set([...before, ...after]).size, 2 * before.length);
}

/** Shows the counts among the results of the tests. */
export function report(test: TestContext, counts: readonly Counts[]): void {
  for (const one of counts) test.diagnostic(shown(one));
}

/** Shows the counts; every request was answered, and well. */
export function assertNoneFailed(test: TestContext, counts: readonly Counts[]): void {
  report(test, counts);
  for (const { what, requests, errors, timeouts, non2xx, unanswered } of counts) {
    assert.ok(requests > 0, what);
    const failed = { errors, timeouts, non2xx, unanswered };
    assert.deepEqual(failed, { errors: 0, timeouts: 0, non2xx: 0, unanswered: 0 }, what);
  }
}
