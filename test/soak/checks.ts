import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { Snapshot } from '../../src/protocol/model.ts';
import { createPlatform } from '../../src/supervisor/platform/createPlatform.ts';
import { isPortFree } from '../../src/supervisor/ports.ts';
import { until } from '../supervisor/testWorkspace.ts';
import type { AppModel } from './appModel.ts';

/** Whoever is not right by then never will be. */
const patienceMs = 60_000;
/** Something that is still under way shows within this, such as a restart upon a save. */
const quietMs = 2000;

const platform = createPlatform();

/** Every app is as it must be, and stays so; else in what it differs. */
export async function differencesAtRest(
  observer: SupervisorClient,
  models: readonly AppModel[],
): Promise<string[]> {
  const differences = (snapshot: Snapshot): string[] =>
    models.flatMap((model) => model.differences(snapshot));
  const isRight = async (): Promise<boolean> =>
    until(observer, (snapshot) => differences(snapshot).length === 0, patienceMs).then(
      () => true,
      () => false,
    );
  if (!(await isRight())) return differences(observer.snapshot);
  await delay(quietMs);
  return (await isRight()) ? [] : differences(observer.snapshot);
}

/** What is wrong in the same way for so long that it will be for good: a restart by the clock may come at any time. */
export async function persisting(look: () => Promise<string[]>): Promise<string[]> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const wrong = await look();
    if (wrong.length === 0 || performance.now() > end) return wrong;
    await delay(quietMs);
  }
}

/** Every instance that serves answers with the version that it must have. */
export async function wrongAnswers(
  observer: SupervisorClient,
  models: readonly AppModel[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const model of models) {
    if (!model.app.serves || !model.isFresh) continue;
    const expected = `version ${model.source}, file ${model.runningVersion}`;
    const own = observer.snapshot.instances.filter(
      ({ app, status }) => app === model.id && status === 'online',
    );
    for (const { name, port } of own) {
      const answer = await ask(port);
      if (answer !== expected)
        wrong.push(`${name} answers at ${String(port)} with ${answer}, not ${expected}`);
    }
  }
  return wrong;
}

async function ask(port: number | null): Promise<string> {
  try {
    const response = await fetch(`http://127.0.0.1:${String(port)}/`, { headers: { connection: 'close' } });
    const { version, file } = (await response.json()) as { version: number; file: string };
    return `version ${version}, file ${file}`;
  } catch (error) {
    return String(error instanceof Error ? (error.cause ?? error) : error);
  }
}

/** Processes of the folder that belong to nothing that runs. */
export async function orphans(observer: SupervisorClient, key: string): Promise<string[]> {
  const { instances } = observer.snapshot;
  const living = new Set(instances.map(({ pid }) => tokenOf(pid)));
  const hosted = new Set(instances.filter(({ pid }) => pid !== null).map(({ app }) => app));
  const found = await platform.findByToken(`${key}:`);
  const left = found.filter((pid) => {
    const token = tokenOf(pid);
    const host = /^[^:]*:[^:]*:host:(.*)$/.exec(token)?.[1];
    return token !== '' && (host === undefined ? !living.has(token) : !hosted.has(host));
  });
  return left.map((pid) => `${pid} ${tokenOf(pid)} ${platform.command(pid) ?? ''}`);
}

/** Empty when it has none, or has ended. */
function tokenOf(pid: number | null): string {
  try {
    const environment = readFileSync(`/proc/${String(pid)}/environ`, 'utf8').split('\0');
    return environment.find((variable) => variable.startsWith('DROVER_INSTANCE='))?.slice(16) ?? '';
  } catch {
    return '';
  }
}

/** Ports on which the processes of the folder listen, and that are none of `own`: of debuggers that have left. */
export async function strangePorts(key: string, own: readonly number[]): Promise<string[]> {
  const listening = await platform.listeningPorts(await platform.findByToken(`${key}:`));
  return [...listening].flatMap(([pid, ports]) =>
    ports.filter((port) => !own.includes(port)).map((port) => `${tokenOf(pid)} listens on ${port}`),
  );
}

/** Ports of apps that are not to run. */
export function idlePorts(models: readonly AppModel[]): readonly number[] {
  return models.flatMap(({ isWanted, app: { options } }) =>
    isWanted || typeof options['port'] !== 'number' ? [] : [options['port']],
  );
}

/** Those of the ports that nobody could listen on. */
export async function takenPorts(ports: readonly number[]): Promise<string[]> {
  const taken: string[] = [];
  for (const port of ports) if (!(await isPortFree(port))) taken.push(`the port ${port} is taken`);
  return taken;
}
