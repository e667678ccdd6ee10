import type { Problem } from '../protocol/model.ts';

/** Where a value stands in its file: `['apps', 0, 'max_restarts']`. */
export type ValuePath = readonly (string | number)[];

/** 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Locate = (path: ValuePath) => Position | undefined;

/** Takes a problem with a value of an ecosystem file. */
export type Report = (
  code: string,
  data: Readonly<Record<string, string>>,
  at: { readonly severity: Problem['severity']; readonly path: ValuePath; readonly app?: string | undefined },
) => void;

/** A `report` that adds the file and the position to what it gets, and the list it fills. */
export function collectProblems(
  file: string | null,
  locate: Locate,
): { report: Report; problems: Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (code, data, { severity, path, app }) => {
    problems.push({
      code,
      data,
      severity,
      ...(file === null ? {} : { file }),
      ...locate(path),
      ...(app === undefined ? {} : { app }),
    });
  };
  return { report, problems };
}
