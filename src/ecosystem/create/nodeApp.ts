import type { NodeProgram } from './commandLine.ts';
import { pathIn } from './folderFiles.ts';
import { hasServerFramework } from './knownServers.ts';
import type { PackageJson } from './packageJson.ts';
import type { Project } from './project.ts';
import { propose } from './proposal.ts';
import type { Proposal, Reason } from './proposal.ts';
import { programFacts } from './sourceFacts.ts';

const serverNames = /(?:^|[\\/])(?:server|app|main|index|www)(?:\.[cm]?[jt]s)?$/;

/** What a server listens on that reads PORT and has no port of its own. */
const fallbackPort = 3000;

/** The app that runs a file; null when the file is not there, as before a build. */
export async function nodeApp(
  project: Project,
  program: NodeProgram,
  {
    name,
    reason,
    manifest,
  }: { readonly name: string; readonly reason: Reason; readonly manifest: PackageJson | null },
): Promise<Proposal | null> {
  const found = await findSource(project, program.script);
  if (found === null) return null;
  const facts = await programFacts(project.files, found.path, found.text);
  const dependencies = manifest?.dependencies ?? new Set();
  const isServer = facts.listens || (hasServerFramework(dependencies) && serverNames.test(program.script));
  const runsNode = program.interpreter !== 'bun' && facts.engine === null;
  // Clients that poll would lose their session between instances.
  const clusters = isServer && runsNode && !facts.makesCluster && !dependencies.has('socket.io');
  const port = facts.readsPort ? (project.envPort ?? facts.port ?? fallbackPort) : facts.port;
  return propose({
    name,
    reason,
    cwd: project.at,
    script: found.script,
    args: program.args,
    nodeArgs: program.nodeArgs,
    interpreter: interpreterFor(program, facts.engine),
    ...(clusters && project.usualInstances !== null
      ? { instances: project.usualInstances, execMode: 'cluster' }
      : {}),
    ...(facts.makesCluster ? { execMode: 'fork', makesCluster: true } : {}),
    port: isServer || facts.makesCluster ? port : null,
    portSource: facts.readsPort ? 'variable' : 'program',
    envFile: project.envFile,
    isServer: isServer || facts.makesCluster,
  });
}

/** Node is what runs such files anyway, tsx too where it has to. */
function interpreterFor({ interpreter }: NodeProgram, engine: 'bun' | 'deno' | null): string | null {
  if (interpreter !== 'node') return interpreter;
  return engine === 'bun' ? 'bun' : null;
}

/** Node completes names as `require` does. */
async function findSource(
  { files, at }: Project,
  script: string,
): Promise<{ readonly script: string; readonly path: string; readonly text: string } | null> {
  for (const ending of ['', '.js', '/index.js', '.cjs', '.mjs']) {
    const path = pathIn(at, script + ending);
    const text = path === null ? null : await files.readText(path);
    if (path === null || text === null) continue;
    return { script: at === '' ? path : path.slice(at.length + 1), path, text };
  }
  return null;
}
