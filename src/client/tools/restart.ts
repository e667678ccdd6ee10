import { bringUp } from './bringUp.ts';
import { chooseApp } from './chooseApp.ts';
import { appInput, devInput, folderInput, waitInput } from './inputs.ts';
import type { Tool } from './tool.ts';

export const restartTool: Tool = {
  name: 'drover_restart',
  title: 'Restart an App',
  description:
    'Restarts an app of Drover, or one of its instances, applies what has changed in its ecosystem file, and waits until it is online again or has failed; the answer has its port and pid, or why it failed with the last lines of its output. An app that does not run is started. Use it after a change of code that the app has to take over, unless drover_list says that it restarts when files change.',
  inputSchema: {
    type: 'object',
    properties: { app: appInput, folder: folderInput, dev: devInput, waitSeconds: waitInput },
    required: ['app'],
    additionalProperties: false,
  },
  effect: 'ends',
  run: async (input, host, signal) => {
    const chosen = await chooseApp(input, host);
    signal.throwIfAborted();
    return bringUp(chosen, 'restart', input);
  },
};
