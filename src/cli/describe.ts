import path from 'node:path';
import type { Problem } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';

/** A problem on one line, with its place as editors and terminals know to link it: `file:line:column: error: …`. */
export function problemLine(problem: Problem, cwd: string): string {
  const place =
    problem.file === undefined
      ? []
      : [
          [path.relative(cwd, problem.file) || problem.file, problem.line, problem.column]
            .filter((part) => part !== undefined)
            .join(':'),
        ];
  const sentence = describeProblem(problem);
  const app = problem.app === undefined || sentence.includes(`"${problem.app}"`) ? [] : [problem.app];
  return [...place, problem.severity, ...app, sentence].join(': ');
}
