import { measure } from '../../client/measure.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { MetricsRow } from '../../protocol/model.ts';
import { findFolder } from '../findFolder.ts';
import { numbered } from '../numbered.ts';
import { pm2Document } from '../pm2Document.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';

/** Prints what `pm2 jlist` prints, less secrets: a JSON array of instances, empty where no supervisor runs. */
export async function jlist(world: World, { pretty }: { readonly pretty: boolean }): Promise<0> {
  const { client } = await findFolder(world);
  const print = (document: unknown): void =>
    void world.stdout.write(`${JSON.stringify(document, undefined, pretty ? 2 : undefined)}\n`);
  if (client === null) {
    print([]);
    return 0;
  }
  try {
    print(await documents(client, await measure(client)));
    return 0;
  } finally {
    client.dispose();
  }
}

function documents(client: SupervisorClient, metrics: readonly MetricsRow[]) {
  const { snapshot } = client;
  const all = numbered(snapshot).map(async (instance, number) => {
    const [{ outputs = [] }, { env }] = await Promise.all([
      client.request('logs/read', { instance: instance.id, lines: 0 }),
      client.request('instances/environment', { instance: instance.id }),
    ]);
    const app = snapshot.apps.find(({ id }) => id === instance.app);
    const usage = metrics.find((row) => row.instance === instance.id);
    return app === undefined ? [] : [pm2Document({ app, instance, number, usage, logs: outputs, env })];
  });
  return Promise.all(all).then((found) => found.flat());
}

export function addJlist({ program, world, run }: CommandLine): void {
  program
    .command('jlist')
    .description('show every instance as JSON in the shape of "pm2 jlist"')
    .action(() => run(jlist(world, { pretty: false })));
}

export function addPrettylist({ program, world, run }: CommandLine): void {
  program
    .command('prettylist')
    .description('the same, for people to read')
    .action(() => run(jlist(world, { pretty: true })));
}
