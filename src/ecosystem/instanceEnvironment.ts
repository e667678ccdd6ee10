import type { AppPlan } from './appSpec.ts';

export interface InstanceFacts {
  readonly index: number;
  /** The port assigned to this instance; null leaves PORT to the app's own environment. */
  readonly port: number | null;
  /** The mark by which orphans are found. */
  readonly token: string;
}

/** The complete environment of one instance. LISTEN_* is added by the launcher that passes the socket. */
export function instanceEnvironment(
  plan: Pick<AppPlan, 'spec' | 'env'>,
  { index, port, token }: InstanceFacts,
): Record<string, string> {
  const { instanceVar, incrementVar } = plan.spec;
  const env: Record<string, string> = {
    ...plan.env,
    [instanceVar]: String(index),
    PM2_INSTANCE_ID: String(index),
    pm_id: String(index),
    DROVER: '1',
    DROVER_INSTANCE: token,
  };
  if (port !== null) env['PORT'] = String(port);
  if (incrementVar !== null && !(incrementVar === 'PORT' && port !== null)) {
    env[incrementVar] = String((Number(plan.env[incrementVar]) || 0) + index);
  }
  return env;
}
