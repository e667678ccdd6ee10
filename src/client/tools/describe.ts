import { maskSecrets } from '../../protocol/looksSecret.ts';
import type { AppInfo, InstanceInfo, MetricsRow } from '../../protocol/model.ts';
import { describeChange } from '../../protocol/pendingChanges.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { TimelineEvent } from '../../protocol/timeline.ts';
import { describeTimelineEvent } from '../../protocol/timeline.ts';
import { sharingTexts } from '../sharingTexts.ts';
import type { SupervisorClient } from '../supervisorClient.ts';
import { appLine, instanceData, instanceLine } from './appText.ts';
import { chooseApp } from './chooseApp.ts';
import { appInput, folderInput } from './inputs.ts';
import type { Tool } from './tool.ts';

/** Instances that are told in full. */
const fullInstances = 16;
/** Events of each instance. */
const lastEvents = 10;

interface Details {
  readonly files: readonly string[];
  readonly events: readonly TimelineEvent[];
}

export const describeTool: Tool = {
  name: 'drover_describe',
  title: 'Describe an App',
  description:
    'Tells all about one app of Drover, or one of its instances: script, arguments, folder, interpreter, how its instances share a port, mode, watching, dependencies, problems, what its ecosystem file would change; for each instance status, pid, port, CPU, memory, restarts, last exit, processes below it, log files and what happened to it last. Use it to find out why an app is not online, restarts, or does not take over a change. Variables are not told, and values that look secret are masked.',
  inputSchema: {
    type: 'object',
    properties: { app: appInput, folder: folderInput },
    required: ['app'],
    additionalProperties: false,
  },
  effect: 'reads',
  run: async (input, host) => {
    const { folder, client, app, instances } = await chooseApp(input, host);
    const [usage, told] = await Promise.all([
      folder.measure(),
      Promise.all(
        instances.slice(0, fullInstances).map(async (instance) => ({
          instance,
          details: await detailsOf(client, instance),
        })),
      ),
    ]);
    const more = instances.length - told.length;
    const lines = [
      ...appSheet(app),
      ...told.flatMap(({ instance, details }) => instanceSheet(instance, details, usage)),
      ...(more > 0
        ? [`and ${more} more instances; name one ("${instances.at(-1)?.name ?? ''}") to see it`]
        : []),
    ];
    const data = {
      app: {
        name: app.name,
        id: app.id,
        status: app.status,
        file: app.file,
        command: commandOf(app),
        cwd: app.cwd,
        interpreter: app.interpreter,
        port: app.port,
        runMode: app.runMode,
        watch: app.watch,
        dependsOn: app.dependsOn,
        problems: app.problems.map(withMessage),
      },
      instances: told.map(({ instance, details }) => ({
        ...instanceData(instance),
        exit: instance.exit,
        problem: instance.problem === null ? null : withMessage(instance.problem),
        logFiles: details.files,
      })),
    };
    return { isError: false, text: lines.join('\n'), data };
  },
};

async function detailsOf(client: SupervisorClient, { id }: InstanceInfo): Promise<Details> {
  const [{ files }, { timelines }] = await Promise.all([
    client.request('logs/read', { instance: id, lines: 0 }),
    client.request('instances/timeline', { targets: [id] }),
  ]);
  return { files, events: timelines.flatMap(({ events }) => events).slice(-lastEvents) };
}

function appSheet(app: AppInfo): string[] {
  return [
    appLine(app),
    ...fact('ecosystem file', app.file),
    ...fact('id', app.id),
    ...fact('command', commandOf(app)),
    ...fact('folder', app.cwd),
    ...fact('interpreter', app.interpreter),
    ...fact('instances', String(app.instances)),
    ...fact('cluster', sharingTexts[app.sharing]),
    ...fact('profile', app.profile),
    ...fact('profiles it could run with', app.profiles.join(', ')),
    ...fact('waits for', app.dependsOn.join(', ')),
    ...fact('watches', app.watched?.paths.join(', ') ?? null),
    ...fact('last restarted for', app.changedFile),
    ...fact(
      'a restart would apply',
      app.pending.map((change) => maskSecrets(describeChange(change))).join(', '),
    ),
    ...app.problems.map((problem) => `  ${problem.severity}: ${maskSecrets(describeProblem(problem))}`),
  ];
}

function instanceSheet(
  instance: InstanceInfo,
  { files, events }: Details,
  usage: readonly MetricsRow[],
): string[] {
  return [
    instanceLine(instance),
    ...fact('uses', usageText(usage.find((row) => row.instance === instance.id))),
    ...fact(
      'processes below',
      instance.children.map(({ pid, command }) => `${pid} ${maskSecrets(command)}`).join(', '),
    ),
    ...fact('log files', files.join(', ')),
    ...events.map((event) => {
      const what = [event.event, maskSecrets(describeTimelineEvent(event))]
        .filter((part) => part !== '')
        .join(' ');
      return `  ${new Date(event.at).toISOString()} ${what}${event.pid === null ? '' : ` (pid ${event.pid})`}`;
    }),
  ];
}

function usageText(row: MetricsRow | undefined): string | null {
  if (row === undefined) return null;
  const megabytes = Math.round(row.memory / 1024 / 1024);
  return `${row.cpu.toFixed(1)}% of a core, ${megabytes} MB, with all processes below`;
}

function commandOf({ script, args }: AppInfo): string {
  return maskSecrets([script, ...args].join(' '));
}

function fact(label: string, text: string | null): string[] {
  return text === null || text === '' ? [] : [`  ${label}: ${text}`];
}

function withMessage(problem: AppInfo['problems'][number]) {
  return { code: problem.code, severity: problem.severity, message: maskSecrets(describeProblem(problem)) };
}
