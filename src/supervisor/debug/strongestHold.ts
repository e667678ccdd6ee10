import type { Hold } from './instanceDebugging.ts';

/** What the debuggers of all clients together come to. */
export function strongestHold(
  sessions: readonly { readonly holds: ReadonlyMap<string, Hold> }[],
  instance: string,
): Hold {
  const holds = sessions.map(({ holds: held }) => held.get(instance));
  return holds.includes('paused') ? 'paused' : holds.includes('attached') ? 'attached' : 'none';
}
