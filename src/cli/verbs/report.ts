import os from 'node:os';
import { locate, supervisorLog } from '../../client/locate.ts';
import { formatBytes, formatDuration } from '../amounts.ts';
import { findFolder } from '../findFolder.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';
import type { JsonOptions } from '../options.ts';
import { jsonHelp } from '../options.ts';

/** Tells what somebody who helps has to know of this machine and its supervisor, and nothing secret. */
export async function report(world: World, { json }: JsonOptions): Promise<0> {
  const { folder, client } = await findFolder(world);
  const { stateDir } = locate(folder);
  const facts = {
    drover: world.version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    system: `${os.type()} ${os.release()}`,
    cores: os.availableParallelism(),
    memory: formatBytes(os.totalmem()),
    folder,
    state: stateDir,
    'supervisor log': supervisorLog(locate(folder)),
    supervisor: client === null ? 'none runs' : supervisorText(client.supervisor, world.now()),
    apps: client?.snapshot.apps.length ?? 0,
    instances: client?.snapshot.instances.length ?? 0,
  };
  client?.dispose();
  const width = Math.max(...Object.keys(facts).map((label) => label.length));
  const lines = Object.entries(facts).map(([label, value]) => `${label.padEnd(width)}  ${value}`);
  world.stdout.write(`${json ? JSON.stringify(facts, undefined, 2) : lines.join('\n')}\n`);
  return 0;
}

interface SupervisorFacts {
  readonly pid: number;
  readonly version: string;
  readonly startedAt: number;
}

function supervisorText({ pid, version, startedAt }: SupervisorFacts, now: number): string {
  return `process ${pid}, version ${version}, up for ${formatDuration(now - startedAt)}`;
}

/** Tells how busy the machine is, as one JSON document: bytes, seconds, and loads over 1, 5 and 15 minutes. */
export async function sysinfos(world: World): Promise<0> {
  const total = os.totalmem();
  const document = {
    hostname: os.hostname(),
    platform: process.platform,
    uptime: Math.round(os.uptime()),
    cpus: os.availableParallelism(),
    load: os.loadavg(),
    memory: { total, used: total - os.freemem() },
  };
  world.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  return 0;
}

export function addReport({ program, world, run }: CommandLine): void {
  program
    .command('report')
    .description('tell versions, folders and the log of the supervisor, for whoever helps')
    .option('--json', jsonHelp, false)
    .action((options: JsonOptions) => run(report(world, options)));
}

export function addSysinfos({ program, world, run }: CommandLine): void {
  program
    .command('sysinfos')
    .alias('slist')
    .description('tell how busy this machine is, as JSON')
    .action(() => run(sysinfos(world)));
}
