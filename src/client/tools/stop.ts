import type { InstanceInfo } from '../../protocol/model.ts';
import { instancesOf } from '../instancesOf.ts';
import { instanceData, placeOf } from './appText.ts';
import { chooseApp } from './chooseApp.ts';
import { appInput, folderInput } from './inputs.ts';
import { failureText } from './outcomeText.ts';
import type { Tool } from './tool.ts';

export const stopTool: Tool = {
  name: 'drover_stop',
  title: 'Stop an App',
  description:
    'Stops an app of Drover, or one of its instances, with all its processes, and answers when they are gone and their port is free. Use it instead of killing processes: Drover would start them again. Stop only what you or the user started for the task at hand.',
  inputSchema: {
    type: 'object',
    properties: { app: appInput, folder: folderInput },
    required: ['app'],
    additionalProperties: false,
  },
  effect: 'ends',
  run: async (input, host, signal) => {
    const { client, app, instances, target, name } = await chooseApp(input, host);
    signal.throwIfAborted();
    if (!instances.some(isUp)) {
      const data = { app: app.id, wasRunning: false, instances: instances.map(instanceData) };
      return { isError: false, text: `${name} does not run (${app.status}). Nothing was stopped.`, data };
    }
    const { outcomes } = await client.request('apps/stop', { targets: [target] });
    const { snapshot } = await client.request('snapshot', {});
    const own = instancesOf(app, snapshot.instances).filter(({ id }) =>
      instances.some((one) => one.id === id),
    );
    const failures = outcomes.filter(({ ok }) => !ok);
    if (failures.length > 0) {
      const text = await failureText(failures, own, client);
      return { isError: true, text: `${name} was not stopped. ${text}`, data: null };
    }
    const place = placeOf(instances);
    const data = { app: app.id, wasRunning: true, instances: own.map(instanceData) };
    return { isError: false, text: `${name} is stopped${place === '' ? '' : ` (it was ${place})`}.`, data };
  },
};

/** A process is there or will come by itself. */
function isUp({ status }: InstanceInfo): boolean {
  return status !== 'stopped' && status !== 'errored' && status !== 'completed';
}
