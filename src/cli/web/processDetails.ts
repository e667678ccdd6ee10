import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import type { ProcessDetails } from './processDocument.ts';

/** What the supervisor was asked of a record, which is another one as soon as something of it has changed. */
const environments = new WeakMap<AppInfo, Promise<ProcessDetails['env']>>();
const logFiles = new WeakMap<InstanceInfo, Promise<ProcessDetails['logFiles']>>();

/** What is not in the snapshot; asked once for each record, so that many requests do not keep the supervisor busy. */
export async function detailsOf(
  client: SupervisorClient,
  app: AppInfo,
  instance: InstanceInfo,
): Promise<ProcessDetails> {
  const [env, files] = await Promise.all([
    once(environments, app, async () => (await client.request('apps/describe', { app: app.id })).env),
    once(
      logFiles,
      instance,
      async () => (await client.request('logs/read', { instance: instance.id, lines: 0 })).files,
    ),
  ]);
  return { env, logFiles: files };
}

function once<K extends object, V>(known: WeakMap<K, Promise<V>>, key: K, ask: () => Promise<V>): Promise<V> {
  const answered = known.get(key);
  if (answered !== undefined) return answered;
  const asked = ask();
  known.set(key, asked);
  // A failure is told to those who wait for it, and asked again by the next.
  asked.catch(() => known.delete(key));
  return asked;
}
