import { measure } from '../../client/measure.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { InstanceInfo, MetricsRow } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { TimelineEvent } from '../../protocol/timeline.ts';
import { describeTimelineEvent } from '../../protocol/timeline.ts';
import { visibleLine } from '../../protocol/visibleText.ts';
import { appDocuments } from '../appDocuments.ts';
import { painterFor } from '../colours.ts';
import { eventColumns, eventRows, sheetRows } from '../instanceSheet.ts';
import { withSupervisor } from '../reachSupervisor.ts';
import { selectInstances } from '../selectInstances.ts';
import { renderTable } from '../table.ts';
import { targetsOf } from '../targets.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import { targetsHelp, wholeNumber } from '../options.ts';

export interface DescribeFlags {
  /** How many of the last events are shown. */
  readonly events: number;
  /** All that is kept of the events, whatever their number, and the rest as `drover list --json`. */
  readonly json: boolean;
}

/** What is asked for each instance that is shown. */
interface Told {
  readonly instance: InstanceInfo;
  readonly logFiles: readonly string[];
  readonly events: readonly TimelineEvent[];
}

/** Shows all there is to know about the named instances, and what happened to them last. */
export function describe(world: World, targets: readonly string[], flags: DescribeFlags): Promise<0> {
  return withSupervisor<0>(world, async (client) => {
    const selectors = targetsOf(targets, client.snapshot, world.cwd);
    const chosen = selectInstances(selectors, client.snapshot);
    if ('problem' in chosen) throw new UserError(describeProblem(chosen.problem));
    const metrics = await measure(client);
    const told = await ask(client, chosen.instances);
    if (flags.json) showDocument(world, client, told, metrics);
    else for (const one of told) showSheet(world, client, one, { metrics, events: flags.events });
    return 0;
  });
}

function ask(client: SupervisorClient, instances: readonly InstanceInfo[]): Promise<Told[]> {
  return Promise.all(
    instances.map(async (instance): Promise<Told> => {
      const [{ files }, { timelines }] = await Promise.all([
        client.request('logs/read', { instance: instance.id, lines: 0 }),
        client.request('instances/timeline', { targets: [instance.id] }),
      ]);
      // As it is now that it has been measured.
      const now = client.snapshot.instances.find(({ id }) => id === instance.id) ?? instance;
      return { instance: now, logFiles: files, events: timelines.flatMap(({ events }) => events) };
    }),
  );
}

function showDocument(
  world: World,
  client: SupervisorClient,
  told: readonly Told[],
  metrics: readonly MetricsRow[],
): void {
  const { apps, files } = client.snapshot;
  const shown = told.map(({ instance }) => instance);
  const own = apps.filter(({ id }) => shown.some(({ app }) => app === id));
  const documents = appDocuments({ files, apps: own, instances: shown }, metrics, world.now());
  const complete = documents.map((app) => ({
    ...app,
    instances: app.instances.map((instance) => {
      const { logFiles = [], events = [] } = told.find((one) => one.instance.id === instance.id) ?? {};
      return {
        ...instance,
        logFiles,
        events: events.map((event) => ({ ...event, message: describeTimelineEvent(event) })),
      };
    }),
  }));
  world.stdout.write(`${JSON.stringify(complete, undefined, 2)}\n`);
}

function showSheet(
  world: World,
  client: SupervisorClient,
  { instance, logFiles, events }: Told,
  { metrics, events: count }: { readonly metrics: readonly MetricsRow[]; readonly events: number },
): void {
  const app = client.snapshot.apps.find(({ id }) => id === instance.app);
  if (app === undefined) return;
  const now = world.now();
  const paint = painterFor(world.stdout, world.env);
  const usage = metrics.find((row) => row.instance === instance.id);
  const rows = sheetRows({ app, instance, usage, logFiles, now, cwd: world.cwd });
  const width = Math.max(...rows.map(({ label }) => label.length));
  const last = events.slice(Math.max(0, events.length - count));
  const table = renderTable(eventColumns, eventRows(last, now), {
    width: world.stdout.isTTY === true ? (world.stdout.columns ?? null) : null,
    paint,
  });
  const lines = [
    paint('bold', visibleLine(instance.name)),
    ...rows.map(({ label, text, colour }) => {
      const shown = visibleLine(text);
      return `  ${label.padEnd(width)}  ${colour === undefined ? shown : paint(colour, shown)}`;
    }),
    '',
    ...(last.length === 0 ? [] : [...table.map((line) => line.trimEnd()), '']),
  ];
  world.stdout.write(`${lines.join('\n')}\n`);
}

export function addDescribe({ program, world, run }: CommandLine): void {
  program
    .command('describe')
    .aliases(['desc', 'info', 'show'])
    .description('show all about instances, and what happened to them last')
    .argument('<target...>', targetsHelp)
    .option('--events <n>', 'events of each instance', wholeNumber, 20)
    .option('--json', 'print one JSON document, with every event that is kept', false)
    .action((targets: string[], options: { events: number; json: boolean }) =>
      run(describe(world, targets, options)),
    );
}
