import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { selectables } from '../../client/selectables.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { LoadProgress, LoadReport } from '../../protocol/load.ts';
import type { AppInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { select } from '../../protocol/selector.ts';
import { painterFor } from '../colours.ts';
import type { CommandLine } from '../commandLine.ts';
import { findFolder } from '../findFolder.ts';
import { loadLines } from '../load/loadText.ts';
import { measureApp } from '../load/measureApp.ts';
import { parseSteps, planLoad, usualSteps } from '../load/plan.ts';
import { Progress } from '../load/progress.ts';
import { jsonHelp, positiveNumber } from '../options.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { shellEnvironment } from '../world.ts';

export interface LoadFlags {
  readonly connections: number;
  /** Seconds of each row. */
  readonly duration: number;
  readonly path?: string;
  /** Numbers of instances; those that tell most when absent. */
  readonly instances?: readonly number[];
  readonly method?: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly json: boolean;
  readonly keep: boolean;
  readonly progress: boolean;
}

const cores = availableParallelism();

/** Measures what an app can do with more and more instances. 1 when it was interrupted, or rows are missing. */
export async function load(
  world: World,
  name: string,
  flags: LoadFlags,
  signal: AbortSignal,
): Promise<0 | 1> {
  const found = await findFolder(world);
  const client = found.client ?? (await world.start(found.folder));
  const progress = new Progress(world, flags.progress ? 'json' : flags.json ? 'none' : 'text');
  try {
    const app = await findApp(client, name, shellEnvironment(world.env));
    const { connections, duration: seconds } = flags;
    const steps = flags.instances ?? usualSteps(app.instances, cores);
    const report = await measureApp(client, app, {
      path: flags.path ?? null,
      method: flags.method ?? (flags.body === undefined ? 'GET' : 'POST'),
      headers: flags.header ?? {},
      body: flags.body ?? null,
      connections,
      seconds,
      plan: planLoad(steps, { cores, connections, seconds }),
      cores,
      keep: flags.keep,
      env: shellEnvironment(world.env),
      // Beside the command itself, wherever that is linked from.
      script: path.join(path.dirname(realpathSync(process.argv[1] ?? '')), 'loadThread.cjs'),
      signal,
      onProgress: (news: LoadProgress) => progress.show(news, app.name, seconds),
    });
    progress.end();
    if (flags.json) world.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else print(world, report);
    return report.isPartial ? 1 : 0;
  } finally {
    progress.end();
    client.dispose();
  }
}

/** What the supervisor does not know yet may be in a file that it has not read. */
async function findApp(
  client: SupervisorClient,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<AppInfo> {
  const known = select([name], selectables(client.snapshot));
  if (!('targets' in known)) await client.request('files/load', { env });
  const { snapshot } = await client.request('snapshot', {});
  const selection = select([name], selectables(snapshot));
  if ('noMatch' in selection) throw new UserError(`Nothing is named "${name}".`);
  if ('ambiguous' in selection) {
    throw new UserError(
      `"${name}" fits several apps: ${selection.candidates.join(', ')}. Name one of these.`,
    );
  }
  const apps = new Set(selection.targets.map(({ app }) => app.info));
  const [app, ...others] = apps;
  if (app === undefined) throw new UserError('There are no apps here.');
  if (others.length > 0) {
    const names = [...apps].map((one) => `"${one.name}"`).join(', ');
    throw new UserError(`One app at a time can be measured, and "${name}" means ${names}.`, 2);
  }
  return app;
}

function print(world: World, report: LoadReport): void {
  const { app, request, connections, seconds, before, kept, warnings } = report;
  const paint = painterFor(world.stdout, world.env);
  const what = `${request.method} ${request.path}`;
  world.stdout.write(`${app}: ${what}, ${connections} connections, ${seconds} s each\n\n`);
  const lines = loadLines(report, { width: world.stdout.columns ?? null, paint });
  world.stdout.write(`${lines.join('\n')}\n`);
  const has = before === 1 ? '1 instance' : `${before} instances`;
  const left = kept ? 'is left as it is now' : before === 0 ? 'is stopped again' : `has ${has} again`;
  world.stdout.write(`\n${app} ${left}.\n`);
  for (const warning of warnings) world.stderr.write(`${describeProblem(warning)}\n`);
}

function stepsOption(text: string): number[] {
  const steps = parseSteps(text, cores);
  if (steps === undefined)
    throw new InvalidArgumentError('It must be numbers of 1 or more, or max: 1,2,4,max.');
  return steps;
}

function headerOption(text: string, earlier: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('It must be a name and a value, such as "Accept: text/html".');
  }
  return { ...earlier, [name]: value };
}

function pathOption(text: string): string {
  if (!text.startsWith('/')) {
    throw new InvalidArgumentError('It must begin with "/". Only the app itself, on this machine, is asked.');
  }
  return text;
}

export function addLoad({ program, world, run }: CommandLine): void {
  program
    .command('load')
    .description(
      'measure what an app answers with 1, 2, 4 … instances, and give it back the number it had (on this machine only)',
    )
    .argument('<app>', 'app; one that does not run is started for it, and stopped after it')
    .option('-c, --connections <n>', 'connections that are kept busy', positiveNumber, 50)
    .option('-d, --duration <s>', 'seconds for each number of instances', positiveNumber, 10)
    .option('--path <path>', "what is asked for (default: the health check's, else /)", pathOption)
    .option('--instances <list>', 'numbers of instances, such as 1,2,4,max (max: one per core)', stepsOption)
    .option('--method <method>', 'the method of the requests (default: GET, with a body POST)')
    .option('--header <header>', '"Name: value", as often as needed', headerOption)
    .option('--body <text>', 'the body of the requests')
    .option('--json', jsonHelp, false)
    .option('--progress', 'print how far it is to stderr, one JSON document a line', false)
    .option('--keep', 'leave the app running with the last number of instances', false)
    .action((name: string, flags: LoadFlags) =>
      run(interruptible((signal) => load(world, name, flags, signal))),
    );
}

/** Ctrl+C ends what runs, which then puts things back. */
async function interruptible(work: (signal: AbortSignal) => Promise<0 | 1>): Promise<0 | 1> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of signals) process.off(signal, abort);
  }
}
