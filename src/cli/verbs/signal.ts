import { InvalidArgumentError } from 'commander';
import type { SignalName } from '../../protocol/signals.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { reportOutcomes } from '../reportOutcomes.ts';
import { targetsOf } from '../targets.ts';
import type { World } from '../world.ts';
import { parseSignal, signalNames } from '../../protocol/signals.ts';
import type { CommandLine } from '../commandLine.ts';
import { targetsHelp } from '../options.ts';

/** Sends a signal to the own processes of instances. */
export function signal(world: World, name: SignalName, targets: readonly string[]): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const chosen = targetsOf(targets, client.snapshot, world.cwd);
    const { outcomes } = await client.request('instances/signal', { targets: chosen, signal: name });
    const reached = outcomes.filter(({ ok }) => ok).length;
    if (reached > 0) {
      world.stdout.write(`${name} was sent to ${reached === 1 ? '1 instance' : `${reached} instances`}.\n`);
    }
    return reportOutcomes(world, outcomes, client.snapshot);
  });
}

function signalArgument(text: string): SignalName {
  const name = parseSignal(text);
  if (name === undefined) throw new InvalidArgumentError(`It must be one of ${signalNames.join(', ')}.`);
  return name;
}

export function addSignal({ program, world, run }: CommandLine): void {
  program
    .command('signal')
    .alias('sendSignal')
    .description('send a signal, such as SIGUSR2, to apps or instances')
    .argument('<signal>', 'name of the signal', signalArgument)
    .argument('<target...>', targetsHelp)
    .action((name: SignalName, targets: string[]) => run(signal(world, name, targets)));
}
