import { recordOf, textsOf } from './packageJson.ts';
import type { Project } from './project.ts';
import { hasFile, join, readIn } from './project.ts';
import { propose, toName } from './proposal.ts';
import type { Proposal } from './proposal.ts';
import { sourceFacts } from './sourceFacts.ts';

const tasks = /^(?:start|serve|server|dev|api|web)$/;
const usualFiles = ['main.ts', 'server.ts', 'mod.ts', 'src/main.ts'];

/** The tasks of a deno.json that serve; without any, a program by a usual name that calls `Deno.serve`. */
export async function denoApps(project: Project): Promise<readonly Proposal[]> {
  const file = ['deno.json', 'deno.jsonc'].find((name) => hasFile(project, name));
  const config = file === undefined ? null : recordOf((await readIn(project, file)) ?? '');
  const written = Object.keys(textsOf(config?.['tasks'])).filter((name) => tasks.test(name));
  const shared = { cwd: project.at, script: 'deno', envFile: project.envFile, isServer: true } as const;
  const base = toName(project.label);
  const main = await mainFile(project);
  const port = main?.port ?? null;
  const found = written.map((name, index) =>
    propose({
      ...shared,
      name: name === 'start' || index === 0 ? base : toName(base, name),
      args: ['task', name],
      reason: { code: 'deno-task', data: { file: join(project.at, file ?? ''), name } },
      port,
      isPreselected: name === (written.includes('start') ? 'start' : written[0]),
    }),
  );
  if (found.length > 0 || main === null) return found;
  const args = ['run', '--allow-net', '--allow-env', '--allow-read', main.file];
  const reason = { code: 'deno-file', data: { file: join(project.at, main.file) } } as const;
  return [propose({ ...shared, name: base, args, reason, port })];
}

async function mainFile(
  project: Project,
): Promise<{ readonly file: string; readonly port: number | null } | null> {
  for (const file of usualFiles) {
    const text = await readIn(project, file);
    const facts = text === null ? null : sourceFacts(text);
    // What Deno listens on unless told otherwise.
    if (facts?.engine === 'deno' && facts.listens) return { file, port: facts.port ?? 8000 };
  }
  return null;
}
