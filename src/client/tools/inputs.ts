/** Inputs that several tools share. */
export const appInput = {
  type: 'string',
  description:
    'Name of the app as drover_list shows it ("web"), or of one of its instances ("web-2"). Where several ecosystem files have an app of that name, its id ("api/ecosystem.config.js#web"). Never a path.',
} as const;

export const folderInput = {
  type: 'string',
  description:
    'Name of the workspace folder that has the app, as drover_list shows it. Needed only where several folders have an app of that name.',
} as const;

export const devInput = {
  type: 'boolean',
  description:
    'true: DEV_MODE, one instance that restarts at every saved file. false: as configured. Without it, the mode stays as it is.',
} as const;

export const defaultWaitSeconds = 30;

export const waitInput = {
  type: 'integer',
  minimum: 1,
  maximum: 300,
  default: defaultWaitSeconds,
  description: 'How many seconds to wait until the app is online or has failed.',
} as const;
