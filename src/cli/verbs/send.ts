import type { SupervisorClient } from '../../client/supervisorClient.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { oneInstance } from '../oneInstance.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { instanceHelp } from '../options.ts';

/** Gives an instance a line to read on its standard input. */
export function send(world: World, selector: string, words: readonly string[]): Promise<0> {
  return withSupervisor<0>(world, async (client) => {
    const { id } = oneInstance(selector, client.snapshot, world.cwd);
    await sendText(client, id, `${words.join(' ')}\n`);
    return 0;
  });
}

/** Throws `UserError` when the program does not read its standard input. */
export async function sendText(client: SupervisorClient, instance: string, text: string): Promise<void> {
  const { problem } = await client.request('instances/input', { instance, text });
  if (problem !== null) throw new UserError(describeProblem(problem));
}

export function addSend({ program, world, run }: CommandLine): void {
  program
    .command('send')
    .description('give an instance a line to read on its standard input')
    .argument('<instance>', instanceHelp)
    .argument('<word...>', 'the line; behind -- where it begins with a dash')
    .action((selector: string, words: string[]) => run(send(world, selector, words)));
}
