import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { InstanceInfo, LogLine, Snapshot } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { painterFor } from '../colours.ts';
import type { LoggedLine } from '../logPrinter.ts';
import { inOrder, LogPrinter } from '../logPrinter.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import type { ChosenInstances } from '../selectInstances.ts';
import { selectInstances } from '../selectInstances.ts';
import { targetsOf } from '../targets.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { targetsHelp, wholeNumber } from '../options.ts';

export interface LogsFlags {
  /** Lines of each instance that are shown first. */
  readonly lines: number;
  /** Ends after these. */
  readonly nostream: boolean;
  /** Only standard error. */
  readonly err: boolean;
  readonly json: boolean;
}

/** The supervisor keeps no more than this many lines of an instance. */
const ringLines = 5000;

/**
 * Shows the last lines of the named instances, then follows them. As JSON: one array without following, else one
 * object on each line.
 */
export function logs(world: World, target: string, flags: LogsFlags): Promise<0 | 1> {
  return withSupervisor(world, async (client) => {
    const choose = (snapshot: Snapshot): ChosenInstances =>
      selectInstances(targetsOf([target], snapshot, world.cwd), snapshot);
    const chosen = choose(client.snapshot);
    if ('problem' in chosen) throw new UserError(describeProblem(chosen.problem));
    if (flags.nostream) return showTail(world, client, chosen.instances, flags);
    return new Follower(world, client, choose, flags).follow();
  });
}

async function showTail(
  world: World,
  client: SupervisorClient,
  instances: readonly InstanceInfo[],
  flags: LogsFlags,
): Promise<0> {
  const tails = await Promise.all(
    instances.map(async ({ id }) => {
      const { lines } = await client.request('logs/read', { instance: id, lines: asked(flags) });
      return tailOf(id, lines, flags);
    }),
  );
  const lines = inOrder(tails.flat());
  if (flags.json) world.stdout.write(`${JSON.stringify(lines, undefined, 2)}\n`);
  else printerFor(world, instances).print(lines);
  return 0;
}

/** Prints what comes until the supervisor ends; instances that appear later are followed too. */
class Follower {
  #world: World;
  #client: SupervisorClient;
  #choose: (snapshot: Snapshot) => ChosenInstances;
  #flags: LogsFlags;
  #printer: LogPrinter;
  #followed = new Set<string>();

  constructor(
    world: World,
    client: SupervisorClient,
    choose: (snapshot: Snapshot) => ChosenInstances,
    flags: LogsFlags,
  ) {
    this.#world = world;
    this.#client = client;
    this.#choose = choose;
    this.#flags = flags;
    this.#printer = printerFor(world, []);
  }

  async follow(): Promise<1> {
    const closed = new Promise<void>((resolve) => this.#client.onDidClose(resolve));
    this.#client.onLogs(({ batches }) => {
      for (const { instance, lines, dropped } of batches) {
        if (dropped > 0)
          this.#world.stderr.write(`${dropped} lines were left out here; the log file has them.\n`);
        this.#show(tailOf(instance, lines, { ...this.#flags, lines: lines.length }));
      }
    });
    const failed = new Promise<never>((_resolve, reject) => {
      this.#client.onDidChange((snapshot) => {
        this.#subscribe(snapshot, 0).catch(reject);
      });
    });
    await this.#subscribe(this.#client.snapshot, asked(this.#flags));
    await Promise.race([closed, failed]);
    this.#world.stderr.write('The supervisor has ended.\n');
    return 1;
  }

  async #subscribe(snapshot: Snapshot, tail: number): Promise<void> {
    const chosen = this.#choose(snapshot);
    // Another app has come under that name, or all of them have gone: those known already are followed on.
    if ('problem' in chosen) return;
    const { instances } = chosen;
    const added = instances.filter(({ id }) => !this.#followed.has(id));
    if (added.length === 0) return;
    for (const { id } of added) this.#followed.add(id);
    this.#printer.add(instances);
    const request = { instances: added.map(({ id }) => id), tail };
    const { batches } = await this.#client.request('logs/subscribe', request);
    this.#show(inOrder(batches.flatMap(({ instance, lines }) => tailOf(instance, lines, this.#flags))));
  }

  #show(lines: readonly LoggedLine[]): void {
    if (!this.#flags.json) this.#printer.print(lines);
    else for (const line of lines) this.#world.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

function printerFor(world: World, instances: readonly InstanceInfo[]): LogPrinter {
  const printer = new LogPrinter(world.stdout, painterFor(world.stdout, world.env));
  printer.add(instances);
  return printer;
}

/** Of one stream only, the last lines may lie anywhere among those kept. */
function asked({ err, lines }: LogsFlags): number {
  return err ? ringLines : lines;
}

function tailOf(instance: string, lines: readonly LogLine[], { err, lines: count }: LogsFlags): LoggedLine[] {
  const chosen = err ? lines.filter(({ stream }) => stream === 'err') : lines;
  return chosen.slice(Math.max(0, chosen.length - count)).map((line) => ({ instance, ...line }));
}

export function addLogs({ program, world, run }: CommandLine): void {
  program
    .command('logs')
    .description('show the last lines of output and follow it')
    .argument('[target]', targetsHelp, 'all')
    .option('--lines <n>', 'lines of each instance to begin with', wholeNumber, 15)
    .option('--nostream', 'end after these lines', false)
    .option('--err', 'standard error only', false)
    .option('--json', 'print JSON: one array with --nostream, else an object on each line', false)
    .action((target: string, options: { lines: number; nostream: boolean; err: boolean; json: boolean }) =>
      run(logs(world, target, options)),
    );
}
