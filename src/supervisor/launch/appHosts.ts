import type { Platform } from '../platform/platform.ts';
import { ClusterHost } from './clusterHost.ts';
import type { LaunchRequest } from './launcher.ts';

type Env = Readonly<Record<string, string>>;

/**
 * The cluster hosts of all apps, each started when its app first needs it. An app has one, unless it was given
 * another Node or scheduling policy while instances were running.
 */
export class AppHosts {
  readonly #platform: Pick<Platform, 'signal' | 'startTime'>;
  readonly #hostScript: string;
  readonly #hosts = new Map<string, Map<string, ClusterHost>>();

  constructor(platform: Pick<Platform, 'signal' | 'startTime'>, hostScript: string) {
    this.#platform = platform;
    this.#hostScript = hostScript;
  }

  get({ app, plan, env }: LaunchRequest, node: string): ClusterHost {
    const schedulingPolicy = plan.spec.schedulingPolicy ?? policyOf(env['NODE_CLUSTER_SCHED_POLICY']);
    const hosts = this.#hosts.get(app) ?? new Map<string, ClusterHost>();
    this.#hosts.set(app, hosts);
    const key = JSON.stringify([node, schedulingPolicy]);
    const known = hosts.get(key);
    if (known?.isAlive) return known;
    const host = new ClusterHost({
      node,
      hostScript: this.#hostScript,
      cwd: plan.spec.cwd,
      settings: { app, schedulingPolicy },
      env: hostEnvironment(env, app),
      platform: this.#platform,
    });
    hosts.set(key, host);
    return host;
  }

  /** Ends the app's hosts; resolves when their ports are free. */
  async release(app: string): Promise<void> {
    const hosts = this.#hosts.get(app);
    this.#hosts.delete(app);
    await Promise.all([...(hosts?.values() ?? [])].map((host) => host.end()));
  }
}

function policyOf(variable: string | undefined): 'rr' | 'none' | null {
  return variable === 'rr' || variable === 'none' ? variable : null;
}

/**
 * The host starts where its instances do, so that the shims of version managers choose the same Node; it forgets
 * all of this at once. Node's own variables would act on the host. The mark is how one left behind is found.
 */
function hostEnvironment(env: Env, app: string): Env {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('NODE_'));
  const [key = '', generation = ''] = (env['DROVER_INSTANCE'] ?? '').split(':');
  return { ...Object.fromEntries(kept), DROVER_INSTANCE: `${key}:${generation}:host:${app}` };
}
