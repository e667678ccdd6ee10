import { InvalidArgumentError } from 'commander';
import type { CommandLine } from '../commandLine.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';

/**
 * Shows every instance with what it uses, and the logs of one, in the whole terminal. `interval` is in seconds. Ends with
 * 0 by a key, Ctrl+C included, and with 1 when the supervisor ends.
 */
export async function monit(world: World, { interval }: { readonly interval: number }): Promise<0 | 1> {
  if (world.stdout.isTTY !== true || !process.stdin.isTTY) {
    throw new UserError('monit needs a terminal. "drover list --json" tells the same to a program.', 2);
  }
  return withSupervisor(world, async (client) => {
    // A full screen is needed for this verb alone.
    const { runMonit } = await import('../monit/runMonit.ts');
    const end = await runMonit({
      client,
      input: process.stdin,
      output: process.stdout,
      env: world.env,
      intervalMs: interval * 1000,
    });
    if (end === 'quit') return 0;
    world.stderr.write('The supervisor has ended.\n');
    return 1;
  });
}

function seconds(text: string): number {
  const value = Number(text);
  // Timers cannot wait longer, and nothing is measured more often than once a second.
  if (Number.isFinite(value) && value >= 0.1 && value <= 86_400) return value;
  throw new InvalidArgumentError('It must be a number of seconds.');
}

export function addMonit({ program, world, run }: CommandLine): void {
  program
    .command('monit')
    .aliases(['dash', 'dashboard'])
    .description('watch CPU, memory and logs of every instance in the whole terminal, and run them by keys')
    .option('-i, --interval <seconds>', 'how often measurements are shown', seconds, 2)
    .action((options: { interval: number }) => run(monit(world, options)));
}
