import { extname } from 'node:path';
import { needsShell } from '../needsShell.ts';
import { isRecord } from '../optionReader.ts';
import { findOption } from '../optionTable.ts';
import { splitNodeCommand } from '../splitNodeCommand.ts';
import { splitWords } from '../splitWords.ts';
import type { PlainValue } from '../write/style.ts';

/** What `script`, `args` and the options beside them become; null takes one out, and what is absent stays. */
export type ProgramOptions = Readonly<Record<string, PlainValue>>;

const runners: Readonly<Record<string, string>> = {
  '.js': 'node',
  '.cjs': 'node',
  '.mjs': 'node',
  '.ts': 'node',
  '.py': 'python3',
  '.rb': 'ruby',
  '.php': 'php',
  '.pl': 'perl',
  '.sh': 'bash',
};

/** PMDaemon's `script` is a program: `server.js` becomes an argument of `node`. */
export function pmdaemonProgram(app: PlainValue): ProgramOptions {
  const { script, args, nodeArgs, interpreter } = programOf(app);
  if (script === undefined) return {};
  if (/\s/.test(script) && needsShell(script))
    return { script: 'sh', args: ['-c', [script, ...args].join(' ')], interpreter: null, node_args: null };
  const [command = script, ...rest] = /\s/.test(script) ? splitWords(script) : [script];
  const guessed = runners[extname(command).toLowerCase()];
  const runner = interpreter === 'none' ? undefined : (interpreter ?? guessed);
  const all = runner === undefined ? [...rest, ...args] : [...nodeArgs, command, ...rest, ...args];
  return {
    script: runner ?? command,
    ...(all.length === 0 ? {} : { args: all }),
    interpreter: null,
    node_args: null,
  };
}

/** PM2's `script` is a file, and `interpreter` what runs it. */
export function pm2Program(app: PlainValue): ProgramOptions {
  const { script, args, interpreter } = programOf(app);
  if (script === undefined || /\s/.test(script) || interpreter !== undefined) return {};
  const name = script.split(/[\\/]/).at(-1) ?? script;
  if (/^node(?:js)?$/.test(name)) {
    const split = splitNodeCommand(args);
    if (split === null) return { interpreter: 'none' };
    return {
      script: split.script,
      args: split.args.length === 0 ? null : split.args,
      ...(split.nodeArgs.length === 0 ? {} : { node_args: split.nodeArgs }),
      ...(name === script ? {} : { interpreter: script }),
    };
  }
  const [file = '', ...rest] = args;
  const runs = runners[extname(file).toLowerCase()];
  if (runs !== undefined && /^(?:python|ruby|php|perl|bash|sh)[\d.]*$/.test(name))
    return { script: file, args: rest.length === 0 ? null : rest, interpreter: script };
  // PM2 would take a program for JavaScript.
  return runners[extname(script).toLowerCase()] === undefined ? { interpreter: 'none' } : {};
}

interface WrittenOptions {
  readonly script: string | undefined;
  readonly args: readonly string[];
  readonly nodeArgs: readonly string[];
  readonly interpreter: string | undefined;
}

function programOf(app: PlainValue): WrittenOptions {
  const value = (name: string): unknown => {
    if (!isRecord(app)) return undefined;
    const keys = Object.keys(app).filter((key) => findOption(key)?.name === name);
    return app[keys.find((key) => key === name) ?? keys[0] ?? name];
  };
  const text = (name: string): string | undefined => {
    const found = value(name);
    return typeof found === 'string' && found.trim() !== '' ? found.trim() : undefined;
  };
  const words = (name: string): readonly string[] => {
    const found = value(name);
    if (typeof found === 'string') return splitWords(found);
    return Array.isArray(found) ? found.map(String) : [];
  };
  return {
    script: text('script'),
    args: words('args'),
    nodeArgs: words('node_args'),
    interpreter: text('interpreter'),
  };
}
