import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Row } from '../row.ts';
import { clock } from './beacon.ts';
import type { Case } from './cases.ts';
import { outcomeOf } from './cases.ts';
import type { ShellCommand } from './contender.ts';
import { present } from './contender.ts';
import { contenders as all } from './contenders.ts';
import type { Opened } from './opened.ts';
import { interleaved, withOpened } from './opened.ts';
import type { BenchApp, Site } from './site.ts';
import { benchApp } from './site.ts';

const started = [benchApp('fork', 1), benchApp('cluster', 4), benchApp('cluster', 16)];

export const commandLine: Row = {
  name: 'command-line',
  title: 'The command line',
  about:
    'Milliseconds of a fresh command, with a supervisor that runs: to be answered (`drover ping`), and to start an app, ' +
    'until the command has ended and the last instance listens.',
  rounds: 10,
  run: async ({ rounds }) => {
    const { contenders, absent } = present(all);
    return await withOpened(contenders, started, async (opened) => {
      const asked = await interleaved(opened, rounds, async ({ manager, site }) => {
        const since = clock();
        await run(manager.commands.ask, site);
        return clock() - since;
      });
      const cases: Case[] = [{ name: 'answer', figures: asked }];
      for (const app of started) {
        const able = opened.filter(({ contender: { hasCluster } }) => hasCluster || !app.isCluster);
        const figures = await interleaved(able, rounds, (one) => startAndStop(one, app));
        cases.push({ name: app.isCluster ? `start ${app.instances}, cluster` : 'start 1', figures });
      }
      return outcomeOf(cases, absent);
    });
  },
};

async function startAndStop({ manager, site }: Opened, app: BenchApp): Promise<number> {
  const since = clock();
  const ended = run(manager.commands.start(app), site).then(clock);
  const seen = await site.beacon.listening(app.instances, since);
  const took = Math.max(await ended, seen.at(-1)?.at ?? NaN) - since;
  await manager.stop(app);
  return took;
}

async function run(command: ShellCommand, { folder }: Site): Promise<void> {
  const { file, args, env } = command;
  const child = spawn(file, args, { env, cwd: folder, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}`);
}
