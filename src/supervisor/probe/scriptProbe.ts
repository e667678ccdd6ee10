import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import type { ProbeContext } from './probeContext.ts';
import type { ProbeResult } from './probeResult.ts';
import { cutShort, failed, passed } from './probeResult.ts';
import type { ScriptCommand } from './scriptCommand.ts';
import { scriptCommand } from './scriptCommand.ts';

/** As much of the output as may hold the last line. */
const keptBytes = 4096;
/** As much of the last line as is quoted. */
const quotedLength = 200;

/**
 * Runs a script in the instance's folder and environment; exit code 0 is healthy. It leads a process group of its
 * own, and whatever is left of that when the script ends, or has to, is killed.
 */
export async function probeScript(
  script: string,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const command = await scriptCommand(script, context);
  if ('missing' in command) return failed(command.missing);
  if (signal.aborted) return cutShort(signal);
  return run(command, context, signal);
}

function run(command: ScriptCommand, context: ProbeContext, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(command.file, command.args, {
      cwd: context.cwd,
      env: environment(context),
      shell: command.shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    // Without a free file descriptor there are no pipes either.
    const { pid, stdout, stderr } = child;
    let tail = Buffer.alloc(0);
    let result: ProbeResult | undefined;
    const keep = (chunk: Buffer): void => {
      tail = Buffer.concat([tail, chunk]).subarray(-keptBytes);
    };
    const killGroup = (): void => {
      if (pid !== undefined) context.platform.signalGroup(pid, 'SIGKILL');
    };
    // A process that left the group may hold on to the pipes.
    const letGo = (): void => {
      stdout?.destroy();
      stderr?.destroy();
    };
    const stop = (): void => (result === undefined ? killGroup() : letGo());
    child.on('error', (error) => {
      result ??= failed(`it cannot be run: ${error.message}`);
    });
    stdout?.on('data', keep);
    stderr?.on('data', keep);
    signal.addEventListener('abort', stop, { once: true });
    child.on('exit', (code, endSignal) => {
      killGroup();
      if (code === 0) result = passed;
      else if (signal.aborted) result = cutShort(signal);
      else result = failed(code === null ? `ended by ${endSignal ?? 'a signal'}` : `exit code ${code}`);
      if (result.ok || signal.aborted) letGo();
    });
    child.on('close', () => {
      signal.removeEventListener('abort', stop);
      resolve(withOutput(result ?? cutShort(signal), tail));
    });
  });
}

/** Without the mark of the instance, whose processes do not count it among them then. */
function environment({ env, port }: ProbeContext): Record<string, string> {
  const { DROVER_INSTANCE: _, ...rest } = env;
  return port === null ? rest : { ...rest, PORT: String(port) };
}

function withOutput(result: ProbeResult, output: Buffer): ProbeResult {
  if (result.ok) return result;
  const lines = stripVTControlCharacters(output.toString()).split(/[\r\n]+/);
  const last = lines.map((line) => line.trim()).findLast((line) => line !== '');
  return last === undefined ? result : failed(`${result.reason}: ${last.slice(0, quotedLength)}`);
}
