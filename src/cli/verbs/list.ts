import { measure } from '../../client/measure.ts';
import { describeChanges } from '../../protocol/pendingChanges.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { appDocuments } from '../appDocuments.ts';
import { problemLine } from '../describe.ts';
import { findFolder } from '../findFolder.ts';
import { printInstances } from '../printInstances.ts';
import { noSupervisor } from '../reachSupervisor.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import type { JsonOptions } from '../options.ts';

/** Shows every app and instance that the supervisor knows. Where none runs, that is the answer, not a failure. */
export async function list(world: World, { json }: { readonly json: boolean }): Promise<0> {
  const { folder, client } = await findFolder(world);
  if (client === null) {
    world.stdout.write(json ? '[]\n' : `${noSupervisor(folder)}\n`);
    return 0;
  }
  try {
    const metrics = await measure(client);
    const { snapshot } = client;
    if (json) {
      const document = appDocuments(snapshot, metrics, world.now());
      world.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
      return 0;
    }
    if (snapshot.apps.length === 0) world.stdout.write('There are no apps here.\n');
    else printInstances(world, snapshot.apps, { snapshot, metrics });
    for (const { name, problem } of snapshot.instances) {
      if (problem !== null) world.stdout.write(`${name}: ${describeProblem(problem)}\n`);
    }
    const changed = snapshot.apps.filter(({ pending }) => pending.length > 0);
    for (const { name, pending } of changed) {
      world.stdout.write(`${describeChanges(name, pending)}. "drover start" applies it.\n`);
    }
    const problems = [...snapshot.files, ...snapshot.apps].flatMap((one) => one.problems);
    for (const line of new Set(problems.map((problem) => problemLine(problem, world.cwd)))) {
      world.stderr.write(`${line}\n`);
    }
    return 0;
  } finally {
    client.dispose();
  }
}

export function addList({ program, world, run }: CommandLine): void {
  program
    .command('list')
    .alias('ls')
    .description('show every app and instance')
    .option('--json', 'print one JSON document', false)
    .action((options: JsonOptions) => run(list(world, options)));
}
