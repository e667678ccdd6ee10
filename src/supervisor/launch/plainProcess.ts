import type { ChildProcess, StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Serializable } from 'node:child_process';
import type { FromShim, ShimMode, ToShim } from '../../protocol/host.ts';
import { shimCommand, shimVariable } from '../../protocol/host.ts';
import type { InputResult, InstanceOutput } from './instanceOutput.ts';
import { inspectFlags } from './inspectFlags.ts';
import type { LaunchRequest } from './launcher.ts';
import { launchProblem } from './launchProblem.ts';
import type { Program } from './resolveProgram.ts';
import type { UserIds } from './userIds.ts';

export interface PlainStart {
  readonly request: LaunchRequest;
  readonly program: Program;
  readonly env: Readonly<Record<string, string>>;
  readonly output: InstanceOutput;
  readonly ids: UserIds;
  /** A listening socket that becomes fd 3; null for none. */
  readonly socket: number | null;
}

/** One instance as a child of the supervisor, leading its own process group. */
export class PlainProcess {
  readonly #child: ChildProcess;
  readonly #hasShim: boolean;
  readonly #output: InstanceOutput;

  /** Emits `started` or `failed` and all that follows through `request.onEvent`. */
  constructor({ request, program, env, output, ids, socket }: PlainStart) {
    const { plan } = request;
    const isNode = program.kind === 'node';
    this.#hasShim = isNode;
    const file = isNode ? program.node : program.file;
    const inspect = inspectFlags(request.inspect, plan.nodeArgs, env);
    const args = isNode ? [...inspect, ...program.execArgv, program.script, ...program.args] : program.args;
    const stdio: StdioOptions = [...output.stdio];
    if (socket !== null) stdio.push(socket);
    // Any other program would hand the channel's variable to its children but not the channel, and a Node among
    // them would abort.
    else if (isNode) stdio.push('ipc');
    this.#child = spawn(file, args, {
      cwd: plan.spec.cwd,
      env: isNode ? { ...env, [shimVariable]: 'alone' satisfies ShimMode } : env,
      stdio,
      detached: true,
      windowsHide: plan.spec.windowsHide,
      windowsVerbatimArguments: !isNode && program.verbatim === true,
      ...ids,
    });
    this.#output = output;
    output.handedOver();
    this.#follow(request, output, file);
  }

  drain(): boolean {
    const message: ToShim = { cmd: shimCommand, type: 'drain' };
    return this.send(message);
  }

  measureLag(on: boolean): boolean {
    const message: ToShim = { cmd: shimCommand, type: 'measure', on };
    return this.#hasShim && this.send(message);
  }

  countRequests(on: boolean): boolean {
    const message: ToShim = { cmd: shimCommand, type: 'count', on };
    return this.#hasShim && this.send(message);
  }

  inspect(port: number | null): boolean {
    const message: ToShim = { cmd: shimCommand, type: 'inspect', port };
    return this.#hasShim && this.send(message);
  }

  send(message: unknown): boolean {
    if (!this.#child.connected) return false;
    // A channel that breaks while it is written to means that the process is ending, which is told by its exit.
    this.#child.send(message as Serializable, () => undefined);
    return true;
  }

  input(text: string): Promise<InputResult> {
    return this.#output.input(text);
  }

  #follow({ onEvent }: LaunchRequest, output: InstanceOutput, file: string): void {
    const child = this.#child;
    const { pid } = child;
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (pid !== undefined)
        return onEvent({ kind: 'error', code: error.code ?? '', message: error.message });
      output.abandon();
      onEvent({ kind: 'failed', problem: launchProblem(error, file) });
    });
    if (pid === undefined) return;
    onEvent({ kind: 'started', pid });
    child.on('internalMessage', (message: FromShim | null) => {
      if (message?.cmd !== shimCommand) return;
      if (message.type === 'lag') onEvent({ kind: 'lag', ms: message.ms });
      if (message.type === 'requests') onEvent({ kind: 'requests', count: message.count });
      if (message.type === 'inspector') onEvent({ kind: 'inspector', url: message.url });
      if (message.type !== 'listening') return;
      onEvent({ kind: 'listening', port: message.port, address: message.address });
    });
    child.on('message', (message) =>
      onEvent(message === 'ready' ? { kind: 'ready' } : { kind: 'message', message }),
    );
    child.on('disconnect', () => onEvent({ kind: 'disconnect' }));
    child.on('exit', (code, signal) => {
      onEvent({ kind: 'exit', code, signal });
      output.instanceExited();
    });
  }
}
