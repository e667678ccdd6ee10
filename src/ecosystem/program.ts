import { basename, extname, isAbsolute, join, resolve } from 'node:path';
import { homedir } from 'node:os';
import { needsShell } from './needsShell.ts';
import { splitNodeCommand } from './splitNodeCommand.ts';
import { splitWords } from './splitWords.ts';

export interface WrittenProgram {
  readonly script: string;
  readonly args: readonly string[];
  readonly interpreter: string | null;
  readonly nodeArgs: readonly string[];
  readonly cwd: string;
  /** Folders that absolute paths in the file are likely to start with; they may contain blanks. */
  readonly roots: readonly string[];
}

export interface Program {
  /** An absolute path, a bare command, or a shell line. */
  readonly script: string;
  readonly args: readonly string[];
  readonly shell: boolean;
  readonly interpreter: string | null;
  readonly nodeArgs: readonly string[];
  /** What the app is called when it has no name. */
  readonly name: string;
}

/**
 * What `script`, `args` and `interpreter` come to, by their words alone: command lines are split, shell syntax
 * becomes a shell line, and `node server.js` in either form becomes the script `server.js` run by Node.
 */
export function resolveProgram(written: WrittenProgram): Program {
  const script = written.script.trim();
  const words = commandWords(script, written.roots);
  if (words === null) {
    const line = [script, ...written.args.map(quoteForShell)].join(' ');
    return {
      ...written,
      script: line,
      args: [],
      shell: true,
      name: basename(script).replace(/\.[^.]*$/, ''),
    };
  }
  const [command = script, ...rest] = words;
  const args = [...rest, ...written.args];
  const runner = runnerOf(command);
  if (runner !== null && (written.interpreter === null || written.interpreter === 'none')) {
    const split = args[0] === 'watch' && runner === 'tsx' ? null : splitNodeCommand(args);
    if (split !== null) {
      return {
        script: resolvePath(written.cwd, split.script),
        args: split.args,
        shell: false,
        interpreter: command.includes('/') ? resolvePath(written.cwd, command) : command,
        nodeArgs: [...written.nodeArgs, ...split.nodeArgs],
        name: nameOf(resolvePath(written.cwd, split.script)),
      };
    }
  }
  return {
    script: isPath(command) ? resolvePath(written.cwd, command) : command,
    args,
    shell: false,
    interpreter: written.interpreter,
    nodeArgs: written.nodeArgs,
    name: nameOf(namedFile(command, args)),
  };
}

/** An absolute path of `path` as written; `~` is the home folder. */
export function resolvePath(folder: string, path: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1));
  return resolve(folder, path);
}

/** The words of a command line; null when a shell has to read it. */
function commandWords(script: string, roots: readonly string[]): string[] | null {
  if (!/\s/.test(script)) return [script.replace(/^(["'])(.*)\1$/, '$2')];
  const root = roots.find((folder) => /\s/.test(folder) && script.startsWith(folder));
  if (root !== undefined) {
    const [first = '', ...rest] = splitWords(script.slice(root.length));
    return [root + first, ...rest];
  }
  return needsShell(script) ? null : splitWords(script);
}

/** Programs whose next word is a script that Node runs. */
function runnerOf(command: string): 'node' | 'tsx' | 'ts-node' | null {
  const name = basename(command).replace(/\.(?:exe|cmd)$/i, '');
  if (name === 'node' || name === 'nodejs') return 'node';
  return name === 'tsx' || name === 'ts-node' ? name : null;
}

/** A bare word with the extension of a source file, or anything with a separator, is a path. */
function isPath(command: string): boolean {
  if (isAbsolute(command) || /[\\/]/.test(command) || command === '.' || command.startsWith('~')) return true;
  return /\.[A-Za-z][A-Za-z0-9]*$/.test(command) && !/\.(?:exe|cmd|bat|com)$/i.test(command);
}

/** For `python3 app.py` the app is named after `app.py`. */
function namedFile(command: string, args: readonly string[]): string {
  if (!/^(?:python|pypy|ruby|php|perl|bash|sh|zsh|bun|deno|java)[\d.]*(?:\.exe)?$/i.test(basename(command)))
    return command;
  const module = args.indexOf('-m');
  if (module !== -1) return args[module + 1] ?? command;
  return args.find((word) => !word.startsWith('-') && extname(word) !== '') ?? command;
}

function nameOf(path: string): string {
  const base = basename(path);
  return base.slice(0, base.length - extname(base).length) || base;
}

function quoteForShell(word: string): string {
  return /^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
