import type { SlotSettings } from '../../../src/supervisor/slotState.ts';

/** Of an app that reloads outside of DEV_MODE, and whose successors need not live on before they serve. */
export const patient: SlotSettings = {
  restart: {
    autorestart: true,
    stopExitCodes: [],
    minUptimeMs: 1_000,
    maxRestarts: 16,
    restartDelayMs: 0,
    expBackoffMs: null,
    oneShot: false,
  },
  dependenciesMet: true,
  canReload: true,
  readyMs: 3_000,
  readyTimeoutFails: false,
  replaceTimeoutFails: true,
  settleMs: 0,
  killMs: 1_600,
  drainMs: 5_000,
  graceMs: 5_000,
};
