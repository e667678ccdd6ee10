import { RpcError } from '../../src/client/rpcError.ts';
import type { CommandLine } from './commandLine.ts';
import type { Dice } from './dice.ts';
import type { Window } from './window.ts';

/** Something that changes nothing of what an app must be. */
export interface Look {
  readonly kind: string;
  /** The instance that it is about, if it is about one. */
  readonly of?: string;
  readonly run: () => Promise<unknown>;
}

/** What a window asks for, of the instances as they are now; one that has gone meanwhile may be refused. */
export function windowLook(window: Window, dice: Dice): Look {
  const { instances } = window.client.snapshot;
  const id = dice.pick(instances).id;
  const ids = dice.chance(0.3) ? instances.map((one) => one.id) : [id];
  const node = instances.filter(({ app }) => /#(cluster|ranged|watched|alone|writer)$/.test(app));
  const debugged = node.length === 0 ? id : dice.pick(node).id;
  const look = (kind: string, run: () => Promise<unknown>, of = id): Look => ({
    kind,
    of,
    run: () => unlessGone(run),
  });
  return dice.pick([
    () =>
      look('logs/subscribe', () =>
        window.request('logs/subscribe', { instances: ids, tail: 100, most: 500 }),
      ),
    () => look('logs/subscribe', () => window.request('logs/subscribe', { instances: ids, tail: 5000 })),
    () => look('logs/unsubscribe', () => window.request('logs/unsubscribe', { instances: ids })),
    () => look('timeline/subscribe', () => window.request('timeline/subscribe', { instances: ids })),
    () => look('timeline/unsubscribe', () => window.request('timeline/unsubscribe', { instances: ids })),
    () =>
      look('metrics/watch', () => window.request('metrics/watch', { on: true, eventLoop: dice.chance(0.5) })),
    () => look('metrics/watch', () => window.request('metrics/watch', { on: false })),
    () =>
      look(
        'instances/hold',
        () => window.request('instances/hold', { instance: debugged, on: true, paused: false }),
        debugged,
      ),
    () => look('instances/hold', () => window.request('instances/hold', { instance: debugged, on: false })),
    () => look('instances/inspect', () => inspect(window, debugged), debugged),
    () => look('logs/read', () => window.request('logs/read', { instance: id, lines: 1000 })),
    () => look('logs/clear', () => window.request('logs/clear', { targets: [id] })),
    () => look('logs/reopen', () => window.request('logs/reopen', { targets: [id] })),
    () => look('instances/input', () => window.request('instances/input', { instance: id, text: 'hello\n' })),
    () =>
      look('instances/signal', () =>
        window.request('instances/signal', { targets: [id], signal: 'SIGCONT' }),
      ),
    () => look('instances/reset', () => window.request('instances/reset', { targets: [id] })),
    () => look('instances/environment', () => window.request('instances/environment', { instance: id })),
    () => look('instances/lastCrash', () => window.request('instances/lastCrash', { instance: id })),
    () => look('instances/timeline', () => window.request('instances/timeline', { targets: [id] })),
    () => look('apps/specs', () => window.request('apps/specs', { targets: ['all'] })),
    () => look('state/save', () => window.request('state/save', {})),
    () => look('state/forget', () => window.request('state/forget', {})),
    () => look('files/load', () => window.load()),
    () => look('snapshot', () => window.request('snapshot', {})),
  ])();
}

/** What is asked for on the command line. */
export function commandLook(drover: CommandLine, dice: Dice): Look {
  const args = dice.pick([
    ['list'],
    ['list', '--json'],
    ['jlist'],
    ['ping'],
    ['describe', 'cluster'],
    ['logs', '--nostream', '--lines', '20'],
    ['logs', 'writer', '--nostream', '--json'],
    ['env', 'sleeper-0'],
    ['flush', 'ticker'],
    ['reset', 'sleeper'],
    ['check'],
  ]);
  const follows = dice.chance(0.2);
  if (follows)
    return { kind: 'drover logs, killed', run: () => drover.follow(['logs'], dice.between(500, 3000)) };
  return {
    kind: `drover ${args[0] ?? ''}`,
    run: async () => {
      const failure = await drover.run(args);
      // An instance that was scaled away between two questions of one command.
      if (failure !== null && !failure.includes('Nothing is named'))
        throw new Error(`drover ${args.join(' ')}: ${failure}`);
    },
  };
}

/** Opens it for a debugger, and closes it again. */
async function inspect(window: Window, instance: string): Promise<void> {
  await window.request('instances/inspect', { instance });
  await window.request('instances/inspect', { instance, on: false });
}

async function unlessGone(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof RpcError) || error.name !== 'noMatch') throw error;
  }
}
