import assert from 'node:assert/strict';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace, instancesOf } from '../testWorkspace.ts';

export const fixtures = fileURLToPath(new URL('../../fixtures/sharing/', import.meta.url));
export const asgiFolder = fileURLToPath(new URL('../../fixtures/apps/', import.meta.url));

/** One running app, `web`, whose instances answer with their pids on one port. */
export interface SharedApp extends AsyncDisposable {
  readonly client: SupervisorClient;
  readonly workspace: TestWorkspace;
  readonly port: number;
  /** By index. */
  readonly pids: () => readonly number[];
}

export async function startShared(
  options: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>> = {},
): Promise<SharedApp> {
  const port = await freePort();
  const app = { name: 'web', instances: 3, port, kill_signal: 'SIGTERM', ...options };
  const workspace = new TestWorkspace({
    files: {
      ...files,
      'ecosystem.json': JSON.stringify({ apps: [app] }).replaceAll('{{PORT}}', String(port)),
    },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  return {
    client,
    workspace,
    port,
    pids: () => instancesOf(client.snapshot, 'web').map(({ pid }) => Number(pid)),
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

/** The body of one answer on a connection of its own, or the code of the error. */
export function ask(port: number, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve) => {
    const sent = get({ port, host, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(text));
      response.on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
    sent.setTimeout(10_000, () => sent.destroy(Object.assign(new Error(), { code: 'no answer' })));
  });
}

/** Asks until each of the processes has answered: a shared socket spreads connections by chance. */
export async function assertAllAnswer({ port, pids }: SharedApp): Promise<void> {
  const silent = new Set(pids());
  assert.ok(silent.size > 0);
  for (let round = 0; silent.size > 0; round += 1) {
    assert.ok(round < 500, `never answered: ${[...silent].join(', ')}`);
    for (const answer of await Promise.all(Array.from({ length: 16 }, () => ask(port)))) {
      assert.match(answer, /^\d+$/);
      silent.delete(Number(answer));
    }
  }
}

/** Does something while the port is asked all the time, and asserts that no connection was refused. */
export async function neverRefused(port: number, act: () => Promise<unknown>): Promise<void> {
  let isOver = false;
  const answers: string[] = [];
  const lane = async (): Promise<void> => {
    while (!isOver) answers.push(await ask(port));
  };
  const lanes = [lane(), lane(), lane()];
  try {
    await act();
  } finally {
    isOver = true;
    await Promise.all(lanes);
  }
  assert.ok(answers.some((answer) => /^\d+$/.test(answer)));
  // What a process that is ended has begun may break off.
  const errors = answers.filter((answer) => !/^\d+$/.test(answer) && answer !== 'ECONNRESET');
  assert.deepEqual(errors, []);
}
