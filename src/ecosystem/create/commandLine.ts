import { needsShell } from '../needsShell.ts';
import { splitNodeCommand } from '../splitNodeCommand.ts';
import { splitWords } from '../splitWords.ts';
import { portOf } from './project.ts';

/** A command line as scripts, Procfiles and containers have it. */
export interface CommandLine {
  /** Without the assignments in front. `$PORT` is `{PORT}`. */
  readonly line: string;
  /** null when a shell has to read it. */
  readonly words: readonly string[] | null;
  readonly env: Readonly<Record<string, string>>;
  /** Of `${PORT:-8000}`. */
  readonly port: number | null;
}

const assignment = /^([A-Za-z_]\w*)=("[^"$`]*"|'[^']*'|[^\s'"$`|&;<>()]*)\s+(?=\S)/;

export function readCommandLine(written: string): CommandLine {
  const env: Record<string, string> = {};
  let port: number | null = null;
  let line = written
    .trim()
    .replace(/\$\{PORT(?::?-(\d+))?\}|\$PORT\b/g, (_whole, usual: string | undefined) => {
      port = portOf(usual) ?? port;
      return '{PORT}';
    })
    .replace(/^(?:exec|cross-env(?:-shell)?|env|dotenv(?:\s+-e\s+\S+)?\s+--)\s+/, '');
  for (let found = assignment.exec(line); found !== null; found = assignment.exec(line)) {
    const [whole, name = '', value = ''] = found;
    env[name] = value.replace(/^(["'])(.*)\1$/, '$2');
    line = line.slice(whole.length);
  }
  line = line.replace(/^exec\s+/, '');
  return { line, words: needsShell(line) ? null : splitWords(line), env, port };
}

/** A JavaScript or TypeScript file and what runs it. */
export interface NodeProgram {
  readonly interpreter: 'node' | 'tsx' | 'ts-node' | 'bun';
  readonly nodeArgs: readonly string[];
  readonly script: string;
  readonly args: readonly string[];
}

const sourceFile = /\.[cm]?[jt]sx?$/;
const reloaders = /^(?:nodemon|node-dev|ts-node-dev|tsnd|pm2-dev)$/;

/** What words such as `node server.js`, `tsx watch src/main.ts` or `nodemon app.js` run; null for another program. */
export function nodeProgramOf(words: readonly string[]): NodeProgram | null {
  const [first = '', ...rest] = words[0] === 'npx' ? words.slice(1) : words;
  const program = first.split(/[\\/]/).at(-1) ?? '';
  if (reloaders.test(program) || rest[0] === 'watch') {
    const at = rest.findIndex((word) => sourceFile.test(word));
    const script = rest[at];
    if (script === undefined || (rest[0] === 'watch' && !/^(?:tsx|bun)$/.test(program))) return null;
    const named = (name: string): boolean =>
      [program, ...rest].some((word) => word.split(' ').includes(name));
    const usesTsNode = /^(?:ts-node-dev|tsnd)$/.test(program) || named('ts-node');
    const interpreter = named('tsx') ? 'tsx' : usesTsNode ? 'ts-node' : named('bun') ? 'bun' : 'node';
    return { interpreter, nodeArgs: [], script, args: rest.slice(at + 1) };
  }
  const runner = /^(?:node|nodejs|tsx|ts-node|bun)$/.exec(program)?.[0];
  if (runner === undefined) return null;
  const inner = runner === 'bun' && rest[0] === 'run' ? rest.slice(1) : rest;
  const split = splitNodeCommand(inner.filter((word) => !/^--(?:watch|hot)(?:=|$|-preserve)/.test(word)));
  if (split === null || (runner === 'bun' && !sourceFile.test(split.script))) return null;
  const interpreter = runner === 'nodejs' ? 'node' : (runner as NodeProgram['interpreter']);
  return { interpreter, ...split };
}

/** The script of a package.json that words such as `npm start`, `yarn dev` or `pnpm run api` run; null for none. */
export function packageScriptOf(words: readonly string[]): string | null {
  const [manager = '', ...rest] = words;
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(manager)) return null;
  const [verb = '', name = ''] = rest.filter((word) => !/^(?:--silent|-s|--)$/.test(word));
  if (/^run(?:-script)?$/.test(verb)) return name === '' ? null : name;
  if (verb === 'start') return 'start';
  return /^(?:pnpm|yarn)$/.test(manager) && /^[a-z][\w:-]*$/.test(verb) && verb !== 'install' ? verb : null;
}
