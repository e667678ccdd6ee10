import type { LaunchEvent } from '../launch/launcher.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { TimelineEvent } from '../../protocol/timeline.ts';
import { messageFacts } from './messageFacts.ts';

export type LaunchEntry = Pick<TimelineEvent, 'event' | 'data'>;

/** What happened to a process by its name in the timeline; undefined for what is none of `node:cluster`'s events. */
export function launchEntry(event: LaunchEvent): LaunchEntry | undefined {
  switch (event.kind) {
    case 'started':
      return { event: 'fork', data: {} };
    case 'failed':
      return { event: 'error', data: { code: event.problem.code, message: describeProblem(event.problem) } };
    case 'online':
    case 'disconnect':
      return { event: event.kind, data: {} };
    case 'listening': {
      const { address, port, protocol } = event;
      return {
        event: 'listening',
        data: {
          ...(address === null ? {} : { address }),
          ...(port === 0 ? {} : { port: String(port) }),
          ...(protocol === undefined ? {} : { protocol }),
        },
      };
    }
    case 'ready':
      return { event: 'message', data: messageFacts('ready') };
    case 'message':
      return { event: 'message', data: messageFacts(event.message) };
    case 'error':
      return { event: 'error', data: { code: event.code, message: event.message } };
    case 'exit': {
      const { code, signal } = event;
      return {
        event: 'exit',
        data: { ...(code === null ? {} : { code: String(code) }), ...(signal === null ? {} : { signal }) },
      };
    }
    case 'warning':
    case 'lag':
    case 'requests':
    case 'inspector':
    case 'outputEnd':
      return undefined;
  }
}
