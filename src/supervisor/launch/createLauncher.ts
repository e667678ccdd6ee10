import { join } from 'node:path';
import { fillPlaceholders } from '../../ecosystem/fillPlaceholders.ts';
import type { Platform } from '../platform/platform.ts';
import { AppHosts } from './appHosts.ts';
import { AppSockets } from './appSockets.ts';
import type { InputResult, InstanceOutput } from './instanceOutput.ts';
import type { Launched, Launcher, LaunchRequest } from './launcher.ts';
import { launchProblem } from './launchProblem.ts';
import type { LoginShell } from './loginShell.ts';
import { userLoginShell } from './loginShell.ts';
import { NodeVersions } from './node/nodeVersion.ts';
import { Outputs } from './outputs.ts';
import { passSocket, socketFd } from './passSocket.ts';
import { PlainProcess } from './plainProcess.ts';
import { withDebugpy } from './withDebugpy.ts';
import { withPythonShim } from './pythonShim.ts';
import type { Program, ResolvedProgram } from './resolveProgram.ts';
import { resolveProgram } from './resolveProgram.ts';
import { findUserIds } from './userIds.ts';

export interface LauncherOptions {
  readonly platform: Pick<Platform, 'makeFifos' | 'signal' | 'startTime' | 'portOwner'>;
  /** Private folder, in which the streams of instances are made. */
  readonly runtimeDir: string;
  /** Folder that holds the bundled `clusterHost.cjs` and `preload.cjs`, and `python/sitecustomize.py`. */
  readonly runtimeScripts: string;
  /** Whom to ask for what is not on an instance's PATH; the user's own shell unless given. */
  readonly loginShell?: LoginShell;
}

/** What an instance can be asked once it runs. */
interface Running {
  wakeHost?(): void;
  drain(): boolean;
  measureLag(on: boolean): boolean;
  countRequests(on: boolean): boolean;
  inspect(port: number | null): boolean;
  send(message: unknown): boolean;
  input(text: string): Promise<InputResult>;
}

/** The launcher for all ways of sharing; `plan.sharing` decides which one an instance gets. */
export function createLauncher(options: LauncherOptions): Launcher {
  return new LauncherByPlan(options);
}

class LauncherByPlan implements Launcher {
  readonly #preload: string;
  readonly #pythonShim: string;
  readonly #outputs: Outputs;
  readonly #hosts: AppHosts;
  readonly #sockets: AppSockets;
  readonly #versions = new NodeVersions();
  readonly #loginShell: LoginShell;

  constructor({ platform, runtimeDir, runtimeScripts, loginShell }: LauncherOptions) {
    this.#loginShell = loginShell ?? userLoginShell();
    this.#preload = join(runtimeScripts, 'preload.cjs');
    this.#pythonShim = join(runtimeScripts, 'python');
    this.#outputs = new Outputs(platform, join(runtimeDir, 'io'));
    this.#hosts = new AppHosts(platform, join(runtimeScripts, 'clusterHost.cjs'));
    this.#sockets = new AppSockets(platform);
  }

  launch(request: LaunchRequest): Launched {
    let running: Running | undefined;
    const starting = this.#start(request).then(
      (started) => (running = started),
      (error: unknown) => {
        const { script, interpreter } = request.plan;
        request.onEvent({ kind: 'failed', problem: launchProblem(error, interpreter ?? script) });
        return undefined;
      },
    );
    return {
      ownGroup: request.plan.sharing !== 'cluster',
      wakeHost: () => running?.wakeHost?.(),
      drain: () => running?.drain() ?? false,
      send: (message) => running?.send(message) ?? false,
      measureLag: (on) => running?.measureLag(on) ?? false,
      countRequests: (on) => running?.countRequests(on) ?? false,
      inspect: async (port) => (await starting)?.inspect(port) ?? false,
      input: async (text) => running?.input(text) ?? 'none',
    };
  }

  async release(app: string): Promise<void> {
    await Promise.all([this.#hosts.release(app), this.#sockets.release(app)]);
  }

  async #start(asked: LaunchRequest): Promise<Running> {
    const resolved = await resolveProgram(withFilledArguments(asked), {
      env: asked.env,
      preload: this.#preload,
      versions: this.#versions,
      loginShell: this.#loginShell,
    });
    const { env } = resolved;
    const program = await withDebugpy(resolved.program, asked.inspect, { plan: asked.plan, env });
    const request = { ...asked, env, onEvent: tellingOf(resolved, asked.onEvent) };
    const { plan } = request;
    if (plan.sharing === 'cluster' && program.kind === 'node') return this.#startInHost(request, program);
    const socket = plan.sharing === 'socket' && plan.socket !== null ? plan.socket : null;
    const fd = socket === null ? null : await this.#sockets.get(request.app, socket);
    const passed =
      fd === null ? { program, env } : passSocket(program, plan, withPythonShim(plan, env, this.#pythonShim));
    const ids = await findUserIds(plan.spec);
    const output = await this.#output(request);
    return new PlainProcess({ request, ...passed, output, ids, socket: fd });
  }

  async #startInHost(request: LaunchRequest, program: Extract<Program, { kind: 'node' }>): Promise<Running> {
    const { launch, plan } = request;
    const ids = await findUserIds(plan.spec);
    const output = await this.#output(request);
    const host = this.#hosts.get(request, program.node);
    host.fork({ request, program, output, ids });
    return {
      wakeHost: () => host.wake(),
      drain: () => host.drain(launch),
      measureLag: (on) => host.measureLag(launch, on),
      countRequests: (on) => host.countRequests(launch, on),
      inspect: (port) => host.inspect(launch, port),
      send: (message) => host.send(launch, message),
      input: (text) => output.input(text),
    };
  }

  /** A job that runs once may read its input to the end; anything else lives as long as it is open. */
  #output({ plan, onOutput, onEvent }: LaunchRequest): Promise<InstanceOutput> {
    const sink = { onOutput, onEnd: () => onEvent({ kind: 'outputEnd' }) };
    return this.#outputs.open({ sink, hasInput: !plan.spec.oneShot });
  }
}

/** Adds to `started` what was found out before. */
function tellingOf(
  { interpreter, warning }: ResolvedProgram,
  onEvent: LaunchRequest['onEvent'],
): LaunchRequest['onEvent'] {
  const facts = { ...(interpreter !== undefined && { interpreter }), ...(warning && { warning }) };
  return (event) => onEvent(event.kind === 'started' ? { ...event, ...facts } : event);
}

function withFilledArguments({ plan, env, index }: LaunchRequest): LaunchRequest['plan'] {
  const port = Number(env['PORT']) || null;
  const values = { port, index, ...(plan.sharing === 'socket' ? { fd: socketFd } : {}) };
  return { ...plan, args: plan.args.map((argument) => fillPlaceholders(argument, values)) };
}
