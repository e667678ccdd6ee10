import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeMajor } from '../../nodes.ts';
import { nodeBinary, tsxLoader } from '../../nodes.ts';
import { instancesOf, until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import { Load } from './load.ts';
import { assertNoneFailed, framework, pidsOf, reload, startApp } from './loadedApp.ts';

interface Case {
  readonly script: string;
  readonly node?: NodeMajor;
  readonly args?: readonly string[];
}

const throughTsx = ['--import', tsxLoader()];
const cases: readonly Case[] = [
  { script: 'express.cjs' },
  { script: 'fastify.cjs' },
  { script: 'koa.cjs' },
  { script: 'customServer.cjs' },
  { script: 'selfForking.cjs' },
  { script: 'typed.ts', node: 24 },
  { script: 'typedEnum.ts', node: 18, args: throughTsx },
  { script: 'typedEnum.ts', node: 22, args: throughTsx },
];

for (const { script, node = 24, args = [] } of cases) {
  test(`four instances of ${script} on Node ${node} answer on one port, and a reload fails no request`, async (t) => {
    await using app = await startApp({
      script: framework(script),
      instances: 4,
      interpreter: nodeBinary(node),
      node_args: args,
      // A busy machine translates TypeScript for longer than an app is waited for otherwise.
      listen_timeout: 30_000,
    });
    await assertAllAnswer(app.port, await pidsOf(app));
    using load = new Load(app.port, undefined, 'localhost');
    await reload(app);
    assertNoneFailed(t, await load.finish());
    await assertAllAnswer(app.port, await pidsOf(app));
  });
}

/** Round-robin has asked each of them after as many connections as there are. */
async function assertAllAnswer(port: number, pids: readonly (number | null)[]): Promise<void> {
  assert.deepEqual((await askFresh(port, pids.length)).sort(), pids.map(String).sort());
}

/**
 * Answers to so many requests, each on a connection of its own. Asks by name: an app that listens on `localhost`
 * has an address of each family, and is ready with the first one.
 */
async function askFresh(port: number, count: number): Promise<string[]> {
  const answers: string[] = [];
  for (let asked = 0; asked < count; asked += 1) {
    const response = await fetch(`http://localhost:${port}/`, { headers: { connection: 'close' } });
    answers.push(await response.text());
  }
  return answers;
}

test('an app that forks by itself keeps its own instances below it in fork mode', async () => {
  await using app = await startApp({
    script: framework('selfForking.cjs'),
    exec_mode: 'fork',
    interpreter: nodeBinary(24),
  });
  const [pid] = await pidsOf(app);
  await app.client.request('metrics/watch', { on: true });
  const { instances } = await until(app.client, (snapshot) =>
    instancesOf(snapshot, 'web').every(({ children }) => children.length === 2),
  );
  const children = instances[0]?.children.map((child) => String(child.pid)) ?? [];
  assert.ok(!children.includes(String(pid)));
  // The app is ready when one of them listens; the other follows.
  const answering = async (): Promise<boolean> => {
    const answers = new Set(await askFresh(app.port, 2));
    for (const answer of answers) assert.ok(children.includes(answer), answer);
    return answers.size === 2;
  };
  await waitFor('both to answer', answering);
});
