import type { Project } from './project.ts';
import { hasFile, join, readIn } from './project.ts';
import { propose, toName } from './proposal.ts';
import type { Proposal } from './proposal.ts';

/** A Rails app, or what `config.ru` holds. */
export async function rubyApps(project: Project): Promise<readonly Proposal[]> {
  const shared = {
    name: toName(project.label),
    cwd: project.at,
    envFile: project.envFile,
    isServer: true,
    portSource: 'args',
  } as const;
  if ((await readIn(project, 'bin/rails')) !== null) {
    const reason = { code: 'rails', data: { file: join(project.at, 'bin/rails') } } as const;
    const args = ['server', '--port', '{PORT}'];
    const port = project.envPort ?? 3000;
    return [propose({ ...shared, reason, script: 'bin/rails', interpreter: 'ruby', args, port })];
  }
  if (!hasFile(project, 'config.ru')) return [];
  const gems = (await readIn(project, 'Gemfile')) ?? '';
  const server = /['"]puma['"]/.test(gems) ? 'puma' : 'rackup';
  const reason = { code: 'rack', data: { file: join(project.at, 'config.ru') } } as const;
  const command = gems === '' ? [server] : ['bundle', 'exec', server];
  const [script = server, ...before] = command;
  return [
    propose({ ...shared, reason, script, args: [...before, '-p', '{PORT}'], port: project.envPort ?? 9292 }),
  ];
}
