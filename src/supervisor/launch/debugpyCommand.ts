import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isPython } from '../../ecosystem/runsPython.ts';
import { recogniseWebServer } from '../../ecosystem/webServer.ts';
import type { Inspect } from './inspectFlags.ts';

/** A program and its arguments. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export interface DebugpyCommand extends Command {
  /** Runs the same Python with the arguments that follow. */
  readonly python: Command;
}

/** Options of Python whose value is the next word. */
const withValue = new Set(['-W', '-X', '--check-hash-based-pycs']);

/**
 * The command that runs the same Python program below debugpy; undefined when the words do not tell where Python is.
 * Python itself, commands that a first line gives to Python, and runners of those (`uv run uvicorn …`) are known.
 */
export function debugpyCommand({ file, args }: Command, inspect: Inspect): DebugpyCommand | undefined {
  const debugpy = ['-m', 'debugpy', '--listen', `127.0.0.1:${inspect.port}`];
  if (inspect.breaks) debugpy.push('--wait-for-client');
  if (isPython(file)) {
    const options = optionCount(args);
    const python = { file, args: args.slice(0, options) };
    return { file, args: [...python.args, ...debugpy, ...args.slice(options)], python };
  }
  const interpreter = firstLineInterpreter(file);
  if (interpreter !== undefined && isPython(interpreter.file)) {
    const before = interpreter.args;
    return { ...interpreter, args: [...before, ...debugpy, file, ...args], python: interpreter };
  }
  const recognised = recogniseWebServer(basename(file), args);
  if (recognised === null) return undefined;
  const { prefix } = recognised;
  if (prefix.at(-2) === '-m') {
    const at = prefix.findLastIndex((word) => isPython(word));
    const begin = args.slice(0, at + 1);
    const rest = args.slice(at + 1);
    const options = optionCount(rest);
    const python = { file, args: [...begin, ...rest.slice(0, options)] };
    return { file, args: [...python.args, ...debugpy, ...rest.slice(options)], python };
  }
  const module = prefix.length - 1;
  if (module < 1) return undefined;
  const python = { file, args: [...args.slice(0, module), 'python'] };
  return { file, args: [...python.args, ...debugpy, '-m', ...args.slice(module)], python };
}

/** How many words are options of Python itself, before the script, `-m` or `-c`. */
function optionCount(args: readonly string[]): number {
  let count = 0;
  for (; count < args.length; count += 1) {
    const word = args[count] ?? '';
    if (!word.startsWith('-') || word === '-' || /^-[mc]/.test(word)) break;
    if (withValue.has(word)) count += 1;
  }
  return Math.min(count, args.length);
}

/** What the first line of a script names, as the system would run it. */
function firstLineInterpreter(file: string): Command | undefined {
  let line: string;
  try {
    line = /^#!([^\r\n]*)/.exec(readFileSync(file, 'latin1').slice(0, 512))?.[1]?.trim() ?? '';
  } catch {
    // Missing or unreadable: the start will say so.
    return undefined;
  }
  const [program = '', ...words] = line.split(/\s+/);
  if (program === '') return undefined;
  if (basename(program) !== 'env') return { file: program, args: words };
  const [named, ...args] = words[0] === '-S' ? words.slice(1) : words;
  return named === undefined ? undefined : { file: named, args };
}
