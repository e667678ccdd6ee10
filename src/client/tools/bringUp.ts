import { instancesOf } from '../instancesOf.ts';
import { instanceData, instanceLine, placeOf } from './appText.ts';
import type { ChosenApp } from './chooseApp.ts';
import { defaultWaitSeconds } from './inputs.ts';
import { failureText } from './outcomeText.ts';
import type { ToolAnswer, ToolInput } from './tool.ts';

interface Wishes extends Pick<ToolInput, 'dev' | 'waitSeconds'> {
  /** Without it, the app gets the environment of its last start. */
  readonly env?: Record<string, string>;
}

/** Starts or restarts what was chosen, and tells what became of it once it is online or has failed. */
export async function bringUp(
  { client, app, target, name, instances: before }: ChosenApp,
  verb: 'start' | 'restart',
  { dev, waitSeconds = defaultWaitSeconds, env }: Wishes,
): Promise<ToolAnswer> {
  const { outcomes } = await client.request(`apps/${verb}`, {
    targets: [target],
    wait: true,
    waitTimeoutMs: waitSeconds * 1000,
    ...(dev === undefined ? {} : { dev }),
    ...(env === undefined ? {} : { env }),
  });
  const { snapshot } = await client.request('snapshot', {});
  const all = instancesOf(app, snapshot.instances);
  const own = target === app.id ? all : all.filter(({ id }) => before.some((one) => one.id === id));
  const failures = outcomes.filter(({ ok }) => !ok);
  if (failures.length > 0) {
    const text = await failureText(failures, own, client);
    const status = own.map(instanceLine).join('\n');
    return { isError: true, text: [`${name} was not ${verb}ed. ${text}`, status].join('\n'), data: null };
  }
  const runMode = snapshot.apps.find(({ id }) => id === app.id)?.runMode;
  const statuses = [...new Set(own.map(({ status }) => status))].join(', ');
  const place = placeOf(own);
  const mode = runMode === 'dev' ? ' in DEV_MODE' : '';
  return {
    isError: false,
    text: `${name} was ${verb}ed and is ${statuses}${mode}${place === '' ? '' : `: ${place}`}.`,
    data: { app: app.id, alreadyRunning: false, instances: own.map(instanceData) },
  };
}
