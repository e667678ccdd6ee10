import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { FromHost, HostSettings, ShimMode, ToHost } from '../../protocol/host.ts';
import { shimVariable } from '../../protocol/host.ts';
import type { Problem } from '../../protocol/model.ts';
import type { Platform } from '../platform/platform.ts';
import type { InstanceOutput } from './instanceOutput.ts';
import { inspectFlags } from './inspectFlags.ts';
import type { LaunchRequest } from './launcher.ts';
import { launchProblem } from './launchProblem.ts';
import type { Program } from './resolveProgram.ts';
import type { UserIds } from './userIds.ts';

export interface HostStart {
  readonly node: string;
  /** Absolute path of the bundled `clusterHost.cjs`. */
  readonly hostScript: string;
  readonly cwd: string;
  readonly settings: HostSettings;
  /** The whole environment of the host; none of it reaches the instances. */
  readonly env: Readonly<Record<string, string>>;
  readonly platform: Pick<Platform, 'signal' | 'startTime'>;
}

export interface HostFork {
  readonly request: LaunchRequest;
  readonly program: Extract<Program, { kind: 'node' }>;
  readonly output: InstanceOutput;
  readonly ids: UserIds;
}

interface HostInstance {
  readonly request: LaunchRequest;
  readonly output: InstanceOutput;
  process: { readonly pid: number; readonly start: string | null } | null;
  hasExited: boolean;
  isConnected: boolean;
}

/** A host that does not leave by itself when its channel closes is ended after this. */
const leaveWithinMs = 2000;
/** Clients of socket.io that poll do not keep to one instance. */
const sessionsSplit: Problem = { code: 'sessions-split', severity: 'warning', data: {} };
/** A client that knocks with a session from before a restart is refused once; more are the rule. */
const tellingSessions = 3;
const keptErrorBytes = 4096;

/** The supervisor's side of one cluster host. Lives until `end`, or until the host dies. */
export class ClusterHost {
  readonly #child: ChildProcess;
  readonly #platform: HostStart['platform'];
  readonly #instances = new Map<number, HostInstance>();
  readonly #gone: Promise<void>;
  #isAlive = true;
  #hasBeenUp = false;
  #errors = '';
  #lostSessions = 0;

  constructor({ node, hostScript, cwd, settings, env, platform }: HostStart) {
    this.#platform = platform;
    this.#child = spawn(node, [hostScript], {
      cwd,
      env: { ...env, DROVER_HOST: JSON.stringify(settings) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      detached: true,
      windowsHide: true,
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-keptErrorBytes);
    });
    this.#child.on('message', (message) => this.#receive(message as FromHost));
    this.#gone = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        if (this.#child.pid === undefined) this.#ended(error, node, resolve);
      });
      // Not 'close', which Node never emits after a `disconnect` from this side.
      this.#child.once('exit', () => {
        const { stderr } = this.#child;
        if (stderr === null || stderr.closed) this.#ended(undefined, node, resolve);
        else stderr.once('close', () => this.#ended(undefined, node, resolve));
      });
    });
  }

  get isAlive(): boolean {
    return this.#isAlive && this.#child.connected;
  }

  fork({ request, program, output, ids }: HostFork): void {
    const { launch, plan, env, inspect, probationMs = 0 } = request;
    const flags = inspectFlags(inspect, plan.nodeArgs, env);
    this.#instances.set(launch, { request, output, process: null, hasExited: false, isConnected: true });
    this.#tell({
      type: 'fork',
      launch,
      program: {
        script: program.script,
        args: program.args,
        execArgv: [...flags, ...program.execArgv],
        cwd: plan.spec.cwd,
        uid: ids.uid ?? null,
        gid: ids.gid ?? null,
      },
      env: { ...env, [shimVariable]: 'shared' satisfies ShimMode },
      in: output.paths.in,
      out: output.paths.out,
      err: output.paths.err,
      inspectPort: flags.length === 0 ? null : (inspect?.port ?? null),
      probationMs,
    });
  }

  /** One that a signal has stopped would never tell of an exit. */
  wake(): void {
    const { pid } = this.#child;
    if (pid !== undefined && this.#isAlive) this.#platform.signal(pid, 'SIGCONT');
  }

  drain(launch: number): boolean {
    return this.#runs(launch) && this.#tell({ type: 'drain', launch });
  }

  measureLag(launch: number, on: boolean): boolean {
    return this.#runs(launch) && this.#tell({ type: 'measure', launch, on });
  }

  countRequests(launch: number, on: boolean): boolean {
    return this.#runs(launch) && this.#tell({ type: 'count', launch, on });
  }

  inspect(launch: number, port: number | null): boolean {
    return this.#runs(launch) && this.#tell({ type: 'inspect', launch, port });
  }

  send(launch: number, message: unknown): boolean {
    return this.#runs(launch) && this.#tell({ type: 'message', launch, message });
  }

  /** Ends the host and what is left of its instances; resolves when its sockets are closed. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const { pid } = this.#child;
    const force = setTimeout(() => pid !== undefined && this.#platform.signal(pid, 'SIGKILL'), leaveWithinMs);
    await this.#gone;
    clearTimeout(force);
  }

  #runs(launch: number): boolean {
    return this.#instances.get(launch)?.hasExited === false;
  }

  #tell(message: ToHost): boolean {
    if (!this.#child.connected) return false;
    // A host that dies while it is written to is told by its exit.
    this.#child.send(message, () => undefined);
    return true;
  }

  #receive(message: FromHost): void {
    if (message.type === 'up') {
      this.#hasBeenUp = true;
      return;
    }
    const instance = this.#instances.get(message.launch);
    if (instance === undefined) return;
    const { request, output } = instance;
    switch (message.type) {
      case 'forked':
        instance.process = { pid: message.pid, start: this.#platform.startTime(message.pid) };
        output.handedOver();
        return request.onEvent({ kind: 'started', pid: message.pid });
      case 'online':
        return request.onEvent({ kind: 'online' });
      case 'listening': {
        const { type: _type, launch: _launch, ...listening } = message;
        return request.onEvent({ kind: 'listening', ...listening });
      }
      case 'message':
        return request.onEvent(
          message.message === 'ready' ? { kind: 'ready' } : { kind: 'message', message: message.message },
        );
      case 'lost-session':
        this.#lostSessions += 1;
        if (this.#lostSessions !== tellingSessions) return;
        return request.onEvent({ kind: 'warning', problem: sessionsSplit });
      case 'inspector':
        return request.onEvent({ kind: 'inspector', url: message.url });
      case 'lag':
        return request.onEvent({ kind: 'lag', ms: message.ms });
      case 'requests':
        return request.onEvent({ kind: 'requests', count: message.count });
      case 'disconnect':
        instance.isConnected = false;
        if (instance.hasExited) this.#instances.delete(message.launch);
        return request.onEvent({ kind: 'disconnect' });
      case 'exit':
        // What it has sent before may still be on its way.
        instance.hasExited = true;
        if (!instance.isConnected) this.#instances.delete(message.launch);
        request.onEvent({ kind: 'exit', code: message.code, signal: message.signal });
        return output.instanceExited();
      case 'error': {
        const { code, message: text } = message;
        if (instance.process !== null) return request.onEvent({ kind: 'error', code, message: text });
        this.#instances.delete(message.launch);
        output.abandon();
        const error = Object.assign(new Error(text), { code });
        return request.onEvent({ kind: 'failed', problem: launchProblem(error, request.plan.script) });
      }
    }
  }

  /** Its instances lose their channel with it and leave; one that is stuck would not. */
  #ended(error: Error | undefined, node: string, resolve: () => void): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const { request, output, process, hasExited } of this.#instances.values()) {
      if (hasExited) continue;
      if (process === null && this.#hasBeenUp) {
        // What it was asked for may have come to be, and leaves with it: a crash like that of the others.
        output.abandon();
        request.onEvent({ kind: 'exit', code: null, signal: null });
        request.onEvent({ kind: 'outputEnd' });
      } else if (process === null) {
        output.abandon();
        const cause = error ?? new Error(this.#errors.trim() || 'it ended before it had started anything');
        request.onEvent({ kind: 'failed', problem: launchProblem(cause, node) });
      } else {
        const { pid, start } = process;
        if (start !== null && this.#platform.startTime(pid) === start) this.#platform.signal(pid, 'SIGKILL');
        request.onEvent({ kind: 'exit', code: null, signal: null });
        output.instanceExited();
      }
    }
    this.#instances.clear();
    resolve();
  }
}
