import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { droverIn } from '../../supervisor/droverIn.ts';
import { TestWorkspace, until } from '../../supervisor/testWorkspace.ts';
import { node } from '../processes/contender.ts';
import type { Job, Runner, Running } from './runner.ts';

const targets = ['app'];
/** Files of one log: the current one, and `.1` to this that were rotated away. */
const oldest = 4;

export const drover: Runner = {
  name: 'Drover',
  role: 'drover',
  open: async (job) => {
    writeFileSync(join(job.folder, 'ecosystem.json'), JSON.stringify({ apps: [ecosystemApp(job)] }));
    const workspace = new TestWorkspace({ folder: job.folder });
    const client = await workspace.load();
    await client.request('metrics/watch', { on: true });
    const first = async (): Promise<string> =>
      (await client.request('snapshot', {})).snapshot.instances[0]?.id ?? '';
    const findLogPath = async (): Promise<string> => {
      const { outputs = [] } = await client.request('logs/read', { instance: await first(), lines: 0 });
      const path = outputs.find(({ streams }) => streams.includes('out'))?.path;
      assert.ok(path !== undefined, 'the first instance has no file for its stdout');
      return path;
    };
    // Asked for once: whoever waits for a line looks every few milliseconds, and asks no other runner for it.
    let logPath: Promise<string> | undefined;
    const change = async (method: 'apps/start' | 'apps/stop'): Promise<void> => {
      const { outcomes } = await client.request(method, { targets, env: workspace.env });
      assert.ok(
        outcomes.every(({ ok }) => ok),
        JSON.stringify(outcomes),
      );
    };
    return {
      daemon: client.supervisor.pid,
      start: async () => {
        await change('apps/start');
        await until(client, ({ instances }) => instances.every(({ pid }) => pid !== null), 60_000);
      },
      stop: () => change('apps/stop'),
      list: () => client.request('snapshot', {}),
      pids: async () => {
        const { snapshot } = await client.request('snapshot', {});
        return snapshot.instances.map(({ pid }) => pid).filter((pid) => pid !== null);
      },
      logs: async () => {
        logPath ??= findLogPath();
        const path = await logPath;
        const ages = Array.from({ length: oldest }, (_, index) => `${path}.${oldest - index}`);
        return [...ages, path].filter((one) => existsSync(one));
      },
      follow: async (onText) => {
        const follower = await workspace.connect();
        follower.onLogs(({ batches }) => {
          for (const { lines } of batches) onText(lines.map(({ text }) => `${text}\n`).join(''));
        });
        await follower.request('logs/subscribe', { instances: [await first()], tail: 0 });
      },
      followingCommand: () => droverIn(workspace).spawn(['logs', 'app', '--raw', '--lines', '0']),
      [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
    } satisfies Running;
  },
};

function ecosystemApp({ isScript, isCluster, program, args, instances, env, port }: Job): object {
  return {
    name: targets[0],
    script: program,
    args,
    instances,
    env,
    ...(port === null ? {} : { port }),
    exec_mode: isCluster ? 'cluster' : 'fork',
    interpreter: isScript ? node : 'none',
  };
}
