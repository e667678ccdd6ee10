import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import type { ChosenApp } from './chooseApp.ts';
import { chooseApp } from './chooseApp.ts';
import { bringUp } from './bringUp.ts';
import { instanceData, placeOf } from './appText.ts';
import { appInput, devInput, folderInput, waitInput } from './inputs.ts';
import type { Tool, ToolAnswer } from './tool.ts';

export const startTool: Tool = {
  name: 'drover_start',
  title: 'Start an App',
  description:
    'Starts an app of Drover, with the apps that it depends on, and waits until it is online or has failed; the answer has its port and pid, or why it failed with the last lines of its output. Use it instead of running the command of the app in a terminal. An app that runs already is never started a second time: the answer says on which port and as which process it runs. Only apps that drover_list shows can be started.',
  inputSchema: {
    type: 'object',
    properties: { app: appInput, folder: folderInput, dev: devInput, waitSeconds: waitInput },
    required: ['app'],
    additionalProperties: false,
  },
  effect: 'starts',
  run: async (input, host, signal) => {
    const chosen = await chooseApp(input, host);
    signal.throwIfAborted();
    if (chosen.instances.length > 0 && chosen.instances.every(isServing))
      return alreadyRuns(chosen, input.dev);
    return bringUp(chosen, 'start', { ...input, env: host.environment() });
  },
};

/** While it is reloaded, an old or a new process serves. */
function isServing({ status }: InstanceInfo): boolean {
  return status === 'online' || status === 'reloading';
}

function alreadyRuns({ app, instances, name }: ChosenApp, dev: boolean | undefined): ToolAnswer {
  const place = placeOf(instances);
  const sentences = [
    `${name} is already running${place === '' ? '' : ` on ${place}`}. Nothing was started; use it as it is.`,
    ...hints(app, dev),
  ];
  return {
    isError: false,
    text: sentences.join(' '),
    data: { app: app.id, alreadyRunning: true, instances: instances.map(instanceData) },
  };
}

function hints({ runMode, pending }: AppInfo, dev: boolean | undefined): string[] {
  return [
    ...(dev !== undefined && dev !== (runMode === 'dev')
      ? [
          `It runs ${runMode === 'dev' ? 'in DEV_MODE' : 'as configured'}; drover_restart with "dev" changes that.`,
        ]
      : []),
    ...(pending.length > 0 ? ['Its ecosystem file has changed since; drover_restart applies that.'] : []),
  ];
}
