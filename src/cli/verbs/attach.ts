import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { LogLine } from '../../protocol/model.ts';
import { oneInstance } from '../oneInstance.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { instanceHelp, wholeNumber } from '../options.ts';
import { sendText } from './send.ts';

/**
 * Shows what an instance writes, and gives it what is typed. Ends with the input (Ctrl+D), with 0, or with the
 * supervisor, with 1.
 */
export function attach(
  world: World,
  selector: string,
  { lines }: { readonly lines: number },
): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const { stdin } = world;
    if (stdin === undefined) throw new UserError('There is no standard input here to pass on.');
    const { id, name } = oneInstance(selector, client.snapshot, world.cwd);
    const closed = new Promise<1>((resolve) => client.onDidClose(() => resolve(1)));
    const show = (batch: readonly LogLine[]): void => {
      for (const { stream, text } of batch) world[stream === 'err' ? 'stderr' : 'stdout'].write(`${text}\n`);
    };
    client.onLogs(({ batches }) => {
      for (const batch of batches) show(batch.lines);
    });
    const { batches } = await client.request('logs/subscribe', { instances: [id], tail: lines });
    for (const batch of batches) show(batch.lines);
    if (world.stdout.isTTY === true) {
      world.stderr.write(`What you type goes to ${name}. Ctrl+C leaves it running.\n`);
    }
    try {
      return await Promise.race([passOn(client, id, stdin), closed]);
    } finally {
      // Nobody is to be waited for that still types.
      stdin.destroy();
    }
  });
}

async function passOn(client: SupervisorClient, instance: string, input: AsyncIterable<unknown>): Promise<0> {
  for await (const chunk of input) await sendText(client, instance, String(chunk));
  return 0;
}

export function addAttach({ program, world, run }: CommandLine): void {
  program
    .command('attach')
    .description('show what an instance writes, and give it what is typed')
    .argument('<instance>', instanceHelp)
    .option('--lines <n>', 'lines to begin with', wholeNumber, 15)
    .action((selector: string, options: { lines: number }) => run(attach(world, selector, options)));
}
