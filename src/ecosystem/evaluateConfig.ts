import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { Problem } from '../protocol/model.ts';
import { runConfig } from './runConfig.ts';
import type { ConfigRunner, RunnerOutcome } from './runConfig.ts';

const timeoutMs = 5000;

/** The value an ecosystem file in JavaScript or TypeScript exports; `undefined` with problems when it has none. */
export async function evaluateConfig(
  file: string,
  runner: ConfigRunner,
): Promise<{ readonly value: unknown; readonly problems: readonly Problem[] }> {
  const evaluate = { runner, node: runner.node, mode: 'evaluate' as const, file, timeoutMs };
  let outcome = await runConfig(evaluate);
  const problems: Problem[] = [];
  if (outcome.kind === 'failure' && outcome.failure === 'typescript') {
    if (hasTsx(dirname(file))) outcome = await runConfig({ ...evaluate, nodeArgs: ['--import', 'tsx'] });
    else {
      const stripped = await stripTypes(file, runner);
      if (stripped.kind === 'value' && typeof stripped.value === 'string') {
        outcome = await runConfig({ ...evaluate, source: stripped.value });
        if (outcome.kind === 'value') {
          problems.push({ code: 'file-types-stripped', data: { node: runner.node }, severity: 'info', file });
        }
      } else if (stripped.kind === 'failure' && stripped.line !== undefined) outcome = stripped;
    }
  }
  if (outcome.kind !== 'value') return { value: undefined, problems: [problemOf(outcome, file, runner)] };
  for (const { path, type } of outcome.dropped) {
    problems.push({ code: 'value-dropped', data: { path: pathText(path), type }, severity: 'warning', file });
  }
  return { value: outcome.value, problems };
}

function stripTypes(file: string, runner: ConfigRunner): Promise<RunnerOutcome> {
  return runConfig({ runner, node: runner.fallbackNode ?? runner.node, mode: 'strip', file, timeoutMs });
}

/** Whether `--import tsx` would be found from this folder. */
function hasTsx(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', 'tsx', 'package.json'))) return true;
    if (dirname(at) === at) return false;
  }
}

function problemOf(
  outcome: Exclude<RunnerOutcome, { kind: 'value' }>,
  file: string,
  runner: ConfigRunner,
): Problem {
  const problem = (code: string, data: Readonly<Record<string, string>>): Problem => ({
    code,
    data,
    severity: 'error',
    file,
  });
  switch (outcome.kind) {
    case 'timeout':
      return problem('file-timeout', { seconds: String(timeoutMs / 1000) });
    case 'tooLong':
      return problem('file-too-large', { limit: `${outcome.limitBytes / 1024 / 1024} MiB` });
    case 'ended':
      return problem('file-ended', { exit: outcome.exit });
    case 'unstartable':
      return outcome.isMissing
        ? problem('interpreter-missing', { interpreter: runner.node, path: runner.env['PATH'] ?? 'empty' })
        : problem('spawn-failed', { command: runner.node, reason: outcome.reason });
    case 'failure':
      return {
        ...problem(...describeFailure(outcome, file, runner)),
        ...(outcome.line === undefined ? {} : { line: outcome.line }),
        ...(outcome.column === undefined ? {} : { column: outcome.column }),
      };
  }
}

function describeFailure(
  { failure, message, module }: Extract<RunnerOutcome, { kind: 'failure' }>,
  file: string,
  runner: ConfigRunner,
): [code: string, data: Readonly<Record<string, string>>] {
  switch (failure) {
    case 'syntax':
      return ['file-syntax', { message }];
    case 'threw':
      return ['file-threw', { message }];
    case 'module':
      return ['file-module-missing', { module: module ?? message }];
    case 'pending':
      return ['file-ended', { exit: message }];
    case 'typescript':
      return extname(file) === '.js'
        ? ['file-syntax', { message }]
        : ['file-typescript', { node: runner.node, message }];
  }
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
