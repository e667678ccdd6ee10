import { oneInstance } from '../oneInstance.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import type { JsonOptions } from '../options.ts';
import { instanceHelp, jsonHelp } from '../options.ts';

export interface EnvFlags extends JsonOptions {
  readonly showSecrets: boolean;
}

/** Shows what an instance was given as its environment, a variable on each line. */
export function env(world: World, selector: string, { showSecrets, json }: EnvFlags): Promise<0> {
  return withSupervisor<0>(world, async (client) => {
    const { id } = oneInstance(selector, client.snapshot, world.cwd);
    const answer = await client.request('instances/environment', { instance: id, secrets: showSecrets });
    if (json) world.stdout.write(`${JSON.stringify(answer.env, undefined, 2)}\n`);
    else for (const [name, value] of Object.entries(answer.env)) world.stdout.write(`${name}=${value}\n`);
    return 0;
  });
}

export function addEnv({ program, world, run }: CommandLine): void {
  program
    .command('env')
    .description('show the environment of an instance')
    .argument('<instance>', instanceHelp)
    .option('--show-secrets', 'with the values of passwords, tokens and keys', false)
    .option('--json', jsonHelp, false)
    .action((selector: string, options: EnvFlags) => run(env(world, selector, options)));
}
