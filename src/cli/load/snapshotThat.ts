import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Snapshot } from '../../protocol/model.ts';

/** The snapshot as soon as it fits; undefined when it does not within so many milliseconds, or until it is aborted. */
export function snapshotThat(
  client: SupervisorClient,
  fits: (snapshot: Snapshot) => boolean,
  { withinMs, signal }: { readonly withinMs: number; readonly signal: AbortSignal },
): Promise<Snapshot | undefined> {
  if (fits(client.snapshot)) return Promise.resolve(client.snapshot);
  return new Promise((resolve) => {
    const end = (snapshot: Snapshot | undefined): void => {
      clearTimeout(timer);
      changes.dispose();
      closed.dispose();
      signal.removeEventListener('abort', giveUp);
      resolve(snapshot);
    };
    const giveUp = (): void => end(undefined);
    const timer = setTimeout(giveUp, withinMs);
    const closed = client.onDidClose(giveUp);
    const changes = client.onDidChange((snapshot) => {
      if (fits(snapshot)) end(snapshot);
    });
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}
