import { basename } from 'node:path';
import type { AppPlan } from '../ecosystem/appSpec.ts';
import type { SlotSettings } from './slotState.ts';

/** PM2's `listen_timeout`. */
const listenTimeoutMs = 3_000;
/** How long a replaced process may take to finish what is open. */
const drainMs = 5_000;

/**
 * What the state machine needs to know of an app. A Node program tells when it listens, others are ready when
 * they have lived for `min_uptime`. A timeout is a failed start only where readiness was asked for.
 */
export function slotSettings(plan: AppPlan, hasListened: boolean): SlotSettings {
  const { spec } = plan;
  const tells = plan.sharing === 'cluster' || isNode(plan.interpreter) || spec.waitReady;
  const asked = spec.waitReady || spec.listenTimeoutMs !== null;
  return {
    restart: spec,
    dependenciesMet: true,
    canReload: plan.sharing === 'cluster' || plan.sharing === 'socket',
    readyMs: tells ? (spec.listenTimeoutMs ?? listenTimeoutMs) : spec.minUptimeMs,
    readyTimeoutFails: asked && tells,
    replaceTimeoutFails: asked || hasListened,
    killMs: spec.killTimeoutMs,
    drainMs,
  };
}

function isNode(interpreter: string | null): boolean {
  return interpreter !== null && /^node(?:\.exe)?$/i.test(basename(interpreter));
}
