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
import { jsonHelp } from '../options.ts';
import type { Sort } from '../sortRows.ts';
import { parseSort, sortFields } from '../sortRows.ts';

export interface ListFlags extends JsonOptions {
  readonly sort?: Sort | undefined;
  /** Only the columns that matter most. */
  readonly isMini?: boolean;
}

/** Shows every app and instance that the supervisor knows. Where none runs, that is the answer, not a failure. */
export async function list(world: World, { json, sort, isMini = false }: ListFlags): Promise<0> {
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
    else printInstances(world, snapshot.apps, { snapshot, metrics, sort, isMini });
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

interface ListOptions extends JsonOptions {
  readonly sort?: Sort;
  readonly miniList: boolean;
}

export function addList({ program, world, run }: CommandLine): void {
  program
    .command('list')
    .aliases(['ls', 'l', 'ps', 'status'])
    .description('show every app and instance')
    .option('--sort <field:order>', `by ${sortFields.join(', ')}; asc or desc`, parseSort)
    .option('-m, --mini-list', 'only name, status, cpu and memory', false)
    .option('--json', jsonHelp, false)
    .action(({ json, sort, miniList }: ListOptions) => run(list(world, { json, sort, isMini: miniList })));
}
