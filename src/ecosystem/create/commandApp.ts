import { recogniseWebServer } from '../webServer.ts';
import { nodeProgramOf, packageScriptOf, readCommandLine } from './commandLine.ts';
import type { CommandLine } from './commandLine.ts';
import { pathIn } from './folderFiles.ts';
import { knownServerIn } from './knownServers.ts';
import { nodeApp } from './nodeApp.ts';
import type { PackageJson } from './packageJson.ts';
import type { Project } from './project.ts';
import { propose } from './proposal.ts';
import type { Proposal, Reason } from './proposal.ts';
import { inEnvironment } from './pythonRunner.ts';

export interface CommandFacts {
  readonly name: string;
  readonly reason: Reason;
  readonly manifest: PackageJson | null;
  /** Its owner says that it serves, as a Procfile does by the name "web". */
  readonly isServer: boolean;
  /** What it listens on unless the command says otherwise. */
  readonly port: number | null;
  /** The command does more than to start the program, as a package script with hooks: it stays what is run. */
  readonly keepsCommand?: boolean;
  /** The command is written for a container or a host elsewhere, where it has to listen on every address. */
  readonly isForeign?: boolean;
}

/** The app that a command line starts, with the program itself as script where that can be told. */
export async function commandApp(project: Project, written: string, facts: CommandFacts): Promise<Proposal> {
  const command = readCommandLine(written);
  const { words } = command;
  const script = words === null ? null : packageScriptOf(words);
  const inner = script === null ? undefined : facts.manifest?.scripts[script];
  const program = await directApp(project, inner === undefined ? command : readCommandLine(inner), facts);
  const [first = '', ...args] = words ?? [command.line];
  if (program !== null) {
    const kept = { script: first, args, interpreter: null, nodeArgs: [], instances: null, execMode: null };
    return facts.keepsCommand === true ? { ...program, ...kept } : program;
  }
  const known = knownServerIn(inner ?? command.line);
  const isServer = facts.isServer || known !== null;
  const readsPort = command.line.includes('{PORT}');
  const port = command.port ?? known?.port ?? facts.port;
  return propose({
    name: facts.name,
    reason: facts.reason,
    cwd: project.at,
    script: first,
    args,
    port: readsPort ? (project.envPort ?? port ?? defaultPort) : isServer ? port : null,
    portSource: readsPort ? 'args' : known?.readsPort === true ? 'variable' : 'program',
    env: command.env,
    envFile: project.envFile,
    isServer,
  });
}

/** What foreman gives to the first process. */
const defaultPort = 5000;

/** A Node program or a web server of Python; null for any other command. */
async function directApp(
  project: Project,
  { words, env, port }: CommandLine,
  facts: CommandFacts,
): Promise<Proposal | null> {
  if (words === null) return null;
  const program = nodeProgramOf(words);
  if (program !== null) {
    const app = await nodeApp(project, program, facts);
    return app && { ...app, env: { ...app.env, ...env } };
  }
  const usual = project.envPort ?? port ?? facts.port ?? 8000;
  const [first = '', ...args] = words.map((word) => word.replaceAll('{PORT}', String(usual)));
  const web = recogniseWebServer(first, args);
  if (web === null) return null;
  const { server, prefix } = web;
  const isBare = !first.includes('/') && prefix.length === 0;
  const run = isBare ? await inEnvironment(project, first) : { script: first, args: prefix };
  // Drover writes the address behind the command; one that says more than host and port is kept.
  const isUsual = server.host === null || server.host === '127.0.0.1' || facts.isForeign === true;
  const keepsAddress = server.elsewhere !== null || !isUsual;
  const kept = server.elsewhere === null ? server.argsWithAddress : args.slice(prefix.length);
  return propose({
    name: facts.name,
    reason: facts.reason,
    cwd: project.at,
    script: run.script,
    args: [...run.args, ...(keepsAddress ? kept : server.args)],
    instances: server.elsewhere === null ? (server.workers ?? project.usualInstances) : null,
    port: server.elsewhere === null ? (server.port ?? usual) : null,
    portSource: keepsAddress ? 'program' : 'args',
    env,
    envFile: project.envFile,
    isServer: true,
  });
}

/** A command of a container, whose paths are those of its image: `workdir` is where the project is in it. */
export function fromContainer(line: string, workdir: string | null): string {
  if (workdir === null || workdir === '/') return line;
  const base = workdir.endsWith('/') ? workdir : `${workdir}/`;
  return line
    .split(/(\s+)/)
    .map((word) =>
      word.startsWith(base) && pathIn('', word.slice(base.length)) !== null ? word.slice(base.length) : word,
    )
    .join('');
}
