import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { findOnPath } from '../../../src/ecosystem/findOnPath.ts';
import { isPortFree } from '../../../src/supervisor/ports.ts';
import { fetchMany } from '../testWorkspace.ts';
import { freePorts } from './freePorts.ts';
import type { Row, Rows } from './row.ts';
import type { RowApp } from './rowApp.ts';

const activated = fileURLToPath(new URL('../../fixtures/apps/activated.py', import.meta.url));
const base = await freePorts(21);

interface Answer {
  readonly pid: number;
  readonly port: string;
  readonly index: string;
  readonly handle: string;
}

/** Starts `serve.cjs`, and gives what instances say as soon as they listen. */
async function serve(app: RowApp): Promise<Answer[]> {
  await app.start();
  const lines = await Promise.all(app.instances.map(({ index }) => app.line(/^\{/, index)));
  return lines.map((line) => JSON.parse(line) as Answer);
}

/** Who answers at each of these ports. */
async function answersAt(ports: readonly number[]): Promise<Answer[]> {
  const texts = await Promise.all(ports.map((port) => fetchMany(port, 1)));
  return texts.map(([text = '']) => JSON.parse(text) as Answer);
}

/** A row of three instances, each with a port of its own. */
function ownPortsRow(shows: string, port: unknown, ports: readonly number[]): Row {
  return {
    option: 'port',
    shows,
    app: { script: 'serve.cjs', instances: ports.length, port },
    check: async (app) => {
      await serve(app);
      const answers = await answersAt(ports);
      assert.deepEqual(
        answers.map((answer) => [answer.port, answer.index]),
        ports.map((one, index) => [String(one), String(index)]),
      );
      assert.deepEqual(
        app.instances.map((instance) => [instance.port, instance.pid]),
        ports.map((one, index) => [one, answers[index]?.pid]),
      );
    },
  };
}

export const portRows: Rows = [
  {
    option: 'port',
    shows: 'one number is PORT for all, who share it',
    app: { script: 'serve.cjs', instances: 2, port: base },
    check: async (app) => {
      const pids = (await serve(app)).map(({ pid }) => pid);
      const counts = new Map(pids.map((pid) => [pid, 0]));
      for (const answer of await fetchMany(base, 20)) {
        const { pid } = JSON.parse(answer) as Answer;
        counts.set(pid, (counts.get(pid) ?? 0) + 1);
      }
      assert.deepEqual([...counts.values()], [10, 10]);
      assert.deepEqual(
        app.instances.map(({ port }) => port),
        [base, base],
      );
    },
  },
  {
    option: 'port',
    shows: 'one number is bound for programs that cannot share by themselves, and inherited as fd 3',
    app: { script: activated, instances: 2, port: base + 20 },
    check: async (app) => {
      await app.start();
      await Promise.all([app.line(/^ready$/, 0), app.line(/^ready$/, 1)]);
      const pids = new Set(app.instances.map(({ pid }) => String(pid)));
      const answers = await fetchMany(base + 20, 10);
      assert.deepEqual(
        answers.filter((pid) => !pids.has(pid)),
        [],
      );
      await app.stop(`${app.name}-0`);
      const [other] = app.instances.slice(1);
      assert.deepEqual(new Set(await fetchMany(base + 20, 5)), new Set([String(other?.pid)]));
    },
    skip: findOnPath('python3', process.env) === null ? 'python3 is not installed' : undefined,
  },
  {
    option: 'port',
    shows: 'may be text, for a single instance',
    app: { script: 'serve.cjs', port: String(base + 1) },
    check: async (app) => {
      const [said] = await serve(app);
      const [answer] = await answersAt([base + 1]);
      assert.equal(answer?.pid, said?.pid);
      await app.stop();
      assert.ok(await isPortFree(base + 1));
    },
  },
  ownPortsRow('a range gives each its own', `${base + 2}-${base + 4}`, [base + 2, base + 3, base + 4]),
  ownPortsRow('auto gives free ones', `auto:${base + 5}-${base + 9}`, [base + 5, base + 6, base + 7]),
  {
    option: 'port',
    shows: 'auto passes over a port that somebody holds',
    app: { script: 'serve.cjs', instances: 2, port: `auto:${base + 10}-${base + 13}` },
    check: async (app) => {
      const holder = createServer().listen(base + 10, '127.0.0.1');
      await once(holder, 'listening');
      try {
        await serve(app);
        assert.deepEqual(
          app.instances.map(({ port }) => port),
          [base + 11, base + 12],
        );
      } finally {
        holder.close();
      }
    },
  },
  {
    option: 'port',
    shows: 'a range that is too short starts nothing and says so',
    app: { script: 'serve.cjs', instances: 3, port: `${base + 14}-${base + 15}` },
    check: async (app) => {
      const { ok, problem } = await app.start();
      assert.equal(ok, false);
      assert.deepEqual(
        [problem?.code, problem?.data['have'], problem?.data['need']],
        ['ports-short', '2', '3'],
      );
    },
  },
  {
    option: 'port',
    shows: 'fills {PORT} and {INDEX} in args',
    app: {
      script: 'languages/hello.sh',
      args: ['at {PORT} as {INDEX}'],
      exec_mode: 'fork',
      instances: 2,
      port: `${base + 16}-${base + 17}`,
    },
    check: async (app) => {
      await app.start();
      await app.line(new RegExp(`: at ${base + 17} as 1$`), 1);
    },
  },
  {
    option: 'increment_var',
    shows: 'counts PORT up from "port"',
    app: { script: 'serve.cjs', instances: 2, increment_var: 'PORT', port: base + 18 },
    check: async (app) => {
      await serve(app);
      const answers = await answersAt([base + 18, base + 19]);
      assert.deepEqual(
        answers.map(({ index }) => index),
        ['0', '1'],
      );
    },
  },
  {
    option: 'scheduling_policy',
    shows: '"rr" leaves the socket with the cluster host, "none" gives it to the instances',
    app: { script: 'serve.cjs', instances: 2, scheduling_policy: 'rr', env: { PORT: 0 } },
    others: [
      { name: 'unscheduled', script: 'serve.cjs', instances: 2, scheduling_policy: 'none', env: { PORT: 0 } },
    ],
    check: async (app) => {
      assert.deepEqual(
        (await serve(app)).map(({ handle }) => handle),
        ['Object', 'Object'],
      );
      assert.deepEqual(
        (await serve(app.other('unscheduled'))).map(({ handle }) => handle),
        ['TCP', 'TCP'],
      );
    },
  },
];
