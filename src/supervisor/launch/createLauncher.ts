import { join } from 'node:path';
import type { Platform } from '../platform/platform.ts';
import { ClusterHost } from './clusterHost.ts';
import { FifoPool } from './fifoPool.ts';
import { InstanceOutput } from './instanceOutput.ts';
import type { Launched, Launcher, LaunchRequest } from './launcher.ts';
import { launchProblem } from './launchProblem.ts';
import { NodeVersions } from './nodeVersion.ts';
import { PlainProcess } from './plainProcess.ts';
import type { Program } from './resolveProgram.ts';
import { resolveProgram } from './resolveProgram.ts';
import { findUserIds } from './userIds.ts';

export interface LauncherOptions {
  readonly platform: Pick<Platform, 'makeFifos' | 'signal' | 'startTime' | 'portOwner'>;
  /** Private folder in which FIFOs are made. */
  readonly runtimeDir: string;
  /** Folder that holds the bundled `clusterHost.cjs` and `preload.cjs`. */
  readonly runtimeScripts: string;
}

/** What an instance can be asked once it runs. */
interface Running {
  drain(): boolean;
  send(message: unknown): boolean;
}

/** The launcher for all ways of sharing; `plan.sharing` decides which one an instance gets. */
export function createLauncher(options: LauncherOptions): Launcher {
  return new LauncherByPlan(options);
}

class LauncherByPlan implements Launcher {
  readonly #options: LauncherOptions;
  readonly #fifos: FifoPool;
  readonly #versions = new NodeVersions();
  /** By app, then by what two instances must have in common to share a host. */
  readonly #hosts = new Map<string, Map<string, ClusterHost>>();

  constructor(options: LauncherOptions) {
    this.#options = options;
    this.#fifos = new FifoPool(options.platform, join(options.runtimeDir, `io-${process.pid}`));
  }

  launch(request: LaunchRequest): Launched {
    let running: Running | undefined;
    void this.#start(request).then(
      (started) => (running = started),
      (error: unknown) => {
        const { script, interpreter } = request.plan;
        request.onEvent({ kind: 'failed', problem: launchProblem(error, interpreter ?? script) });
      },
    );
    return {
      ownGroup: request.plan.sharing !== 'cluster',
      drain: () => running?.drain() ?? false,
      send: (message) => running?.send(message) ?? false,
    };
  }

  async release(app: string): Promise<void> {
    const hosts = this.#hosts.get(app);
    this.#hosts.delete(app);
    await Promise.all([...(hosts?.values() ?? [])].map((host) => host.end()));
  }

  async #start(request: LaunchRequest): Promise<Running> {
    const { plan, env, launch, onOutput, onEvent } = request;
    const preload = join(this.#options.runtimeScripts, 'preload.cjs');
    const program = await resolveProgram(plan, { env, preload, versions: this.#versions });
    const ids = await findUserIds(plan.spec);
    const output = await InstanceOutput.open(this.#fifos, onOutput, () => onEvent({ kind: 'outputEnd' }));
    if (plan.sharing === 'cluster' && program.kind === 'node') {
      const host = this.#host(request, program);
      host.fork({ request, program, output, ids });
      return { drain: () => host.drain(launch), send: (message) => host.send(launch, message) };
    }
    const started = new PlainProcess({ request, program, output, ids });
    return program.kind === 'node' ? started : { drain: () => false, send: () => false };
  }

  #host({ app, plan, env }: LaunchRequest, { node }: Extract<Program, { kind: 'node' }>): ClusterHost {
    const policy = plan.spec.schedulingPolicy ?? policyOf(env['NODE_CLUSTER_SCHED_POLICY']);
    const hosts = this.#hosts.get(app) ?? new Map<string, ClusterHost>();
    this.#hosts.set(app, hosts);
    const key = JSON.stringify([node, policy]);
    const known = hosts.get(key);
    if (known?.isAlive) return known;
    const host = new ClusterHost({
      node,
      hostScript: join(this.#options.runtimeScripts, 'clusterHost.cjs'),
      cwd: plan.spec.cwd,
      settings: { app, schedulingPolicy: policy },
      env: hostEnvironment(env, app),
      platform: this.#options.platform,
    });
    hosts.set(key, host);
    return host;
  }
}

function policyOf(variable: string | undefined): 'rr' | 'none' | null {
  return variable === 'rr' || variable === 'none' ? variable : null;
}

/** What Node itself may need to start, and the mark by which a host left behind is found. */
function hostEnvironment(env: Readonly<Record<string, string>>, app: string): Record<string, string> {
  const needed = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot'];
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => needed.includes(name)));
  const [key, generation] = (env['DROVER_INSTANCE'] ?? '').split(':');
  return { ...kept, DROVER_INSTANCE: `${key ?? ''}:${generation ?? ''}:host:${app}` };
}
