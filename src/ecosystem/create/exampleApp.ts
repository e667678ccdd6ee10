import { propose } from './proposal.ts';
import type { Proposal } from './proposal.ts';

/** What a new file holds when nothing to run was found, for people to change. */
export const exampleApp: Proposal = propose({
  name: 'web',
  script: 'server.js',
  cwd: '',
  reason: { code: 'server-file', data: { file: 'server.js' } },
  instances: 2,
  execMode: 'cluster',
  port: 3000,
  portSource: 'variable',
  env: { NODE_ENV: 'development' },
  isServer: true,
});
