import type { AppPlan } from '../../ecosystem/appSpec.ts';
import type { Platform } from '../platform/platform.ts';
import type { SharedPort } from './ownConnection.ts';

/** What is known of an instance at the moment it is probed. */
export interface ProbeContext {
  /** null while the instance has no port that is known. */
  readonly port: number | null;
  readonly index: number;
  /** Absolute; scripts run in it, and their paths are taken from it. */
  readonly cwd: string;
  /** The instance's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly platform: Pick<Platform, 'signalGroup'>;
  /** The port that other instances answer on as well, where the system tells which of them did. */
  readonly shared?: SharedPort | undefined;
}

/** That of the process that leads the group `pgid`, undefined while there is none. */
export function probeContext(
  { plan, platform }: { readonly plan: AppPlan; readonly platform: Platform },
  { port, index }: { readonly port: number | null; readonly index: number },
  env: Readonly<Record<string, string>>,
  pgid: number | undefined,
): ProbeContext {
  const { hasAccepted } = platform;
  const shared =
    plan.socket === null || pgid === undefined || hasAccepted === undefined
      ? undefined
      : { port: plan.socket.port, pgid, hasAccepted };
  return { port, index, cwd: plan.spec.cwd, env, platform, shared };
}
