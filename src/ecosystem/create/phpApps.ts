import type { Project } from './project.ts';
import { hasFile, join, readIn } from './project.ts';
import { propose, toName } from './proposal.ts';
import type { Proposal } from './proposal.ts';

/** A Laravel app, or a folder `public` that PHP's own server can serve. */
export async function phpApps(project: Project): Promise<readonly Proposal[]> {
  const shared = {
    name: toName(project.label),
    cwd: project.at,
    envFile: project.envFile,
    isServer: true,
    port: 8000,
    portSource: 'args',
  } as const;
  if (hasFile(project, 'artisan')) {
    const reason = { code: 'laravel', data: { file: join(project.at, 'artisan') } } as const;
    const args = ['serve', '--port={PORT}'];
    return [propose({ ...shared, reason, script: 'artisan', interpreter: 'php', args })];
  }
  if ((await readIn(project, 'public/index.php')) === null) return [];
  const reason = { code: 'php-folder', data: { file: join(project.at, 'public/index.php') } } as const;
  return [propose({ ...shared, reason, script: 'php', args: ['-S', '127.0.0.1:{PORT}', '-t', 'public'] })];
}
