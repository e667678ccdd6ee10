import type { Problem } from '../protocol/model.ts';
import type { AppSpec } from './appSpec.ts';
import { checkDevOptions } from './checkDevOptions.ts';
import { defaultApp } from './defaultApp.ts';
import { normaliseApp } from './normaliseApp.ts';
import { collectProblems } from './report.ts';

/** An app as somebody defined it without a file. */
export interface Definition {
  /** As an ecosystem file would have them. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where relative paths start: absolute. */
  readonly cwd: string;
}

/**
 * The spec of an app that no file has. In a file an option that cannot be read is left out with a warning; here it is
 * an error and there is no spec, because whoever asks is there to correct it.
 */
export function normaliseDefinition({ options, cwd }: Definition): {
  readonly spec: AppSpec | null;
  readonly problems: readonly Problem[];
} {
  const { report, problems } = collectProblems(null, () => undefined);
  const base: AppSpec = { ...defaultApp, cwd };
  const spec = normaliseApp(options, { base, folder: cwd, path: [], report });
  if (spec !== null) checkDevOptions(spec, { path: [], report });
  const told = problems.map((problem): Problem =>
    problem.severity === 'warning' ? { ...problem, severity: 'error' } : problem,
  );
  return { spec: told.some(({ severity }) => severity === 'error') ? null : spec, problems: told };
}
