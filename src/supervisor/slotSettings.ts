import type { AppPlan } from '../ecosystem/appSpec.ts';
import { canSwap } from '../ecosystem/canSwap.ts';
import { isNode } from '../ecosystem/interpreterFor.ts';
import { readyLine } from '../ecosystem/readyLine.ts';
import type { SlotSettings } from './slotState.ts';

/** PM2's `listen_timeout`. */
const listenTimeoutMs = 3_000;
/** How long an app with a health check may take to pass it first: PMDaemon documents 30 s for its blocking start. */
const healthyTimeoutMs = 30_000;
/** A program may listen first and then find that its database is not there. */
const settleMs = 250;
/** How long a process that is replaced or scaled away may take to finish what is open. */
const drainMs = 5_000;
/** What it has of that in DEV_MODE when the next save is there already: what was just asked can still be answered. */
const devGraceMs = 250;

/** Whether anything tells when an instance of this plan is ready; otherwise it is when it has lived for a while. */
export function tellsReady(plan: AppPlan): boolean {
  return isAsked(plan) || readyLine(plan) !== null;
}

function isAsked({ sharing, interpreter, spec }: AppPlan): boolean {
  const isChecked = spec.healthCheck?.enabled === true;
  return sharing === 'cluster' || isNode(interpreter) || spec.waitReady || isChecked;
}

export interface SlotFacts {
  /** An earlier process of the instance has listened. */
  readonly hasListened: boolean;
  readonly dependenciesMet: boolean;
}

/**
 * What the state machine needs to know of an app. A Node program tells when it listens, a health check when it
 * passes, others are ready when they have lived for `min_uptime`. A timeout is a failed start only where readiness
 * was asked for.
 */
export function slotSettings(plan: AppPlan, { hasListened, dependenciesMet }: SlotFacts): SlotSettings {
  const { spec } = plan;
  const isChecked = spec.healthCheck?.enabled === true;
  const tells = tellsReady(plan);
  const asked = spec.waitReady || isChecked || spec.listenTimeoutMs !== null;
  const patienceMs = isChecked ? healthyTimeoutMs : listenTimeoutMs;
  return {
    restart: spec,
    dependenciesMet,
    canReload: canSwap(plan),
    readyMs: tells ? (spec.listenTimeoutMs ?? patienceMs) : spec.minUptimeMs,
    // What a server writes may be switched off in ways that nobody sees from here.
    readyTimeoutFails: asked && isAsked(plan),
    replaceTimeoutFails: asked || hasListened,
    // In DEV_MODE the newest code is wanted at once.
    settleMs: plan.dev ? 0 : Math.min(settleMs, spec.minUptimeMs),
    killMs: spec.killTimeoutMs,
    drainMs,
    graceMs: plan.dev ? devGraceMs : drainMs,
  };
}
