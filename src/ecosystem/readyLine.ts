import type { AppPlan } from './appSpec.ts';
import { recogniseWebServer } from './webServer.ts';

/** gunicorn says nothing once its app is loaded. */
const lines = { uvicorn: /Uvicorn running on /, hypercorn: /Running on /, gunicorn: null } as const;

/**
 * The line by which a server that is given its socket tells that its app is loaded and connections are taken; null
 * where there is none, or where the server has been told what to write.
 */
export function readyLine({
  sharing,
  shell,
  script,
  args,
}: Pick<AppPlan, 'sharing' | 'shell' | 'script' | 'args'>): RegExp | null {
  const recognised = sharing === 'socket' && !shell ? recogniseWebServer(script, args) : null;
  if (recognised === null) return null;
  const { name, args: flags } = recognised.server;
  return flags.some((flag) => /^--log-(?:level|config|file)(?:=|$)/.test(flag)) ? null : lines[name];
}
