import { basename, isAbsolute } from 'node:path';
import { findOnPath } from './findOnPath.ts';
import { firstLineProgram } from './interpreterFor.ts';
import type { LocatedProgram } from './locateProgram.ts';

/** Whether Python runs it: as its interpreter, as the program itself, or by its first line, as many commands do. */
export function runsPython(
  { script, interpreter }: LocatedProgram,
  env: Readonly<Record<string, string>>,
): boolean {
  const file = isAbsolute(script) ? script : findOnPath(script, env);
  const line = interpreter !== null || file === null ? null : firstLineProgram(file);
  return isPython(interpreter ?? script) || isPython(line);
}

/** Whether a program as written is Python itself: `python3`, `/usr/bin/python3.12`, `pypy3`. */
export function isPython(program: string | null): boolean {
  return (
    program !== null && /^(?:python|pypy)[\d.]*(?:\.exe)?$/i.test(basename(program.replaceAll('\\', '/')))
  );
}
