import type { SupervisorClient } from './supervisorClient.ts';
import type { MetricsRow } from '../protocol/model.ts';

/** How long the answer waits for a measurement; a supervisor that measures does so once a second. */
const metricsTimeoutMs = 2000;

/**
 * A measurement of what runs; none when it does not come in time. The first one after nobody watched has no CPU
 * yet, which is a difference between two: then it is the second.
 */
export async function measure(client: SupervisorClient): Promise<readonly MetricsRow[]> {
  if (client.snapshot.instances.every(({ pid }) => pid === null)) return [];
  let latest: readonly MetricsRow[] = [];
  let samples = 0;
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    client.onMetrics(({ rows }) => {
      latest = rows;
      samples += 1;
      if (samples === 2 || rows.some(({ cpu }) => cpu > 0)) resolve();
    });
    client.onDidClose(resolve);
    timer = setTimeout(resolve, metricsTimeoutMs);
  });
  await client.request('metrics/watch', { on: true });
  await enough;
  clearTimeout(timer);
  return latest;
}
