import { describeProblem } from '../../protocol/problems.ts';
import { oneInstance } from '../oneInstance.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import type { JsonOptions } from '../options.ts';
import { instanceHelp, jsonHelp } from '../options.ts';

export interface InspectFlags extends JsonOptions {
  readonly close: boolean;
}

/** Opens a running instance for a debugger and prints where, or closes it again. */
export function inspect(world: World, selector: string, { close, json }: InspectFlags): Promise<0> {
  return withSupervisor<0>(world, async (client) => {
    const { id, name } = oneInstance(selector, client.snapshot, world.cwd);
    const answer = await client.request('instances/inspect', { instance: id, on: !close });
    if (answer.problem !== null) throw new UserError(`${name}: ${describeProblem(answer.problem)}`);
    world.stdout.write(
      json ? `${JSON.stringify(answer.inspector)}\n` : `${sentence(name, answer.inspector)}\n`,
    );
    return 0;
  });
}

interface Inspector {
  readonly address: string;
  readonly port: number;
  readonly kind: 'node' | 'python';
}

function sentence(name: string, inspector: Inspector | null): string {
  if (inspector === null) return `${name} is closed for debuggers.`;
  const { address, port, kind } = inspector;
  const how =
    kind === 'node'
      ? 'Open chrome://inspect in Chrome, or attach from an editor.'
      : 'Attach from an editor, by debugpy.';
  return `${name} can be debugged at ${address}:${port}. ${how}`;
}

export function addInspect({ program, world, run }: CommandLine): void {
  program
    .command('inspect')
    .description('open a running instance for a debugger, and print where')
    .argument('<instance>', instanceHelp)
    .option('--close', 'close it again', false)
    .option('--json', jsonHelp, false)
    .action((selector: string, options: InspectFlags) => run(inspect(world, selector, options)));
}
