import type { InstanceStatus, Problem, Snapshot } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { ClientError } from '../clientError.ts';
import type { SupervisorClient } from '../supervisorClient.ts';
import { DroverError } from './droverError.ts';
import { namedInstances } from './namedInstances.ts';

/** PM2's words, and `waiting`, `reloading` and `completed`. */
export type AwaitedStatus = InstanceStatus;

export interface WaitForOptions {
  /** 30 seconds by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const defaultTimeoutMs = 30_000;

type Reached =
  | { readonly kind: 'reached'; readonly apps: ReadonlySet<string> }
  | { readonly kind: 'waiting'; readonly statuses: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string };

/** See `Drover.waitFor`. Resolves with the ids of the apps. */
export function waitForStatus(
  client: SupervisorClient,
  selectors: readonly string[],
  status: AwaitedStatus,
  { timeoutMs = defaultTimeoutMs, signal }: WaitForOptions,
): Promise<ReadonlySet<string>> {
  return new Promise((resolve, reject) => {
    const disposables: (() => void)[] = [];
    const settle = (act: () => void): void => {
      for (const dispose of disposables.splice(0)) dispose();
      act();
    };
    const look = (snapshot: Snapshot): void => {
      const reached = hasReached(selectors, status, snapshot);
      if (reached.kind === 'reached') settle(() => resolve(reached.apps));
      if (reached.kind === 'failed') settle(() => reject(new DroverError(reached.message, reached.code)));
    };
    const timer = setTimeout(() => {
      const reached = hasReached(selectors, status, client.snapshot);
      const now = reached.kind === 'waiting' ? `: ${reached.statuses.join(', ')}` : '';
      const message = `"${selectors.join(', ')}" was not ${status} after ${timeoutMs} ms${now}.`;
      settle(() => reject(new DroverError(message, 'timeout')));
    }, timeoutMs);
    const abort = (): void => settle(() => reject(signal?.reason as Error));
    const changes = client.onDidChange(look);
    const close = client.onDidClose(() => settle(() => reject(new ClientError('connection-lost'))));
    disposables.push(
      () => clearTimeout(timer),
      () => changes.dispose(),
      () => close.dispose(),
      () => signal?.removeEventListener('abort', abort),
    );
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    else look(client.snapshot);
  });
}

function hasReached(selectors: readonly string[], status: AwaitedStatus, snapshot: Snapshot): Reached {
  const named = namedInstances(selectors, snapshot);
  if ('problem' in named) return failed(named.problem);
  const { apps, instances } = named;
  if (apps.length === 0) return failed({ code: 'no-apps', data: {} });
  // What does not run has no instances yet.
  const idle = apps.filter(({ id }) => !instances.some(({ app }) => app === id));
  const all = [...instances, ...idle];
  if (all.every((one) => one.status === status)) {
    return { kind: 'reached', apps: new Set(apps.map(({ id }) => id)) };
  }
  const fallen = instances.find((one) => one.status === 'errored');
  if (fallen !== undefined && status !== 'errored') {
    return failed(fallen.problem ?? { code: 'not-running', data: {} }, fallen.name);
  }
  return { kind: 'waiting', statuses: all.map((one) => `${one.name} is ${one.status}`) };
}

function failed(problem: Pick<Problem, 'code' | 'data'>, name?: string): Reached {
  const sentence = describeProblem(problem);
  return {
    kind: 'failed',
    code: problem.code,
    message: name === undefined ? sentence : `${name}: ${sentence}`,
  };
}
