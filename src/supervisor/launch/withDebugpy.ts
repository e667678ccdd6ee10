import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { AppPlan } from '../../ecosystem/appSpec.ts';
import { debugpyCommand } from './debugpyCommand.ts';
import type { Inspect } from './inspectFlags.ts';
import { LaunchFailure } from './launchProblem.ts';
import type { Program } from './resolveProgram.ts';

/** A Python that takes longer to look for a module hangs. */
const lookMs = 10_000;

const run = promisify(execFile);

/**
 * The program below debugpy, where it is Python's and a debugger is wanted. Throws a `LaunchFailure` when its Python
 * has no debugpy.
 */
export async function withDebugpy(
  program: Program,
  inspect: Inspect | undefined,
  { plan, env }: { readonly plan: AppPlan; readonly env: Readonly<Record<string, string>> },
): Promise<Program> {
  if (inspect === undefined || plan.debugger !== 'python' || program.kind === 'node') return program;
  const command = program.verbatim === true ? undefined : debugpyCommand(program, inspect);
  if (command === undefined) throw new LaunchFailure('debugpy-unsupported', { command: program.file });
  const { file, args, python } = command;
  const look = [...python.args, '-c', 'import debugpy'];
  const hasDebugpy = await run(python.file, look, { cwd: plan.spec.cwd, env, timeout: lookMs }).then(
    () => true,
    () => false,
  );
  if (!hasDebugpy)
    throw new LaunchFailure('debugpy-missing', { python: [python.file, ...python.args].join(' ') });
  return { ...program, file, args };
}
