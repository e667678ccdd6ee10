import { basename } from 'node:path';

export type WebServerName = 'uvicorn' | 'gunicorn' | 'hypercorn';

/** A server command that Drover knows how to multiply, with the flags it would replace taken out of `args`. */
export interface WebServer {
  readonly name: WebServerName;
  /** Without `--workers`, and without the flags that say where to listen. */
  readonly args: readonly string[];
  /** Without `--workers` only. */
  readonly argsWithAddress: readonly string[];
  /** `--workers`, as written on the command line. */
  readonly workers: number | null;
  readonly host: string | null;
  readonly port: number | null;
  /**
   * Where it listens other than at `host` and `port`: on the socket that Drover hands down (`--fd 3`, `--fd {FD}`;
   * the flag is taken out), on another one, on a Unix socket, on several addresses, or where a config file says.
   */
  readonly elsewhere: 'handed' | 'fd' | 'path' | 'several' | 'config' | null;
  /** A config file is named on the command line. */
  readonly hasConfig: boolean;
  readonly reloads: boolean;
}

const names: readonly WebServerName[] = ['uvicorn', 'gunicorn', 'hypercorn'];

/** Their `run` starts a command of the project's environment, and lets it have the descriptors that it inherits. */
const runners: readonly string[] = ['poetry', 'pipenv', 'uv', 'pdm', 'rye'];

/**
 * Recognises `uvicorn …`, `…/bin/uvicorn …`, `python -m uvicorn …`, `poetry run uvicorn …` and the same of gunicorn
 * and hypercorn. `prefix` is what stands before the server's own arguments.
 */
export function recogniseWebServer(
  script: string,
  args: readonly string[],
): { readonly server: WebServer; readonly prefix: readonly string[] } | null {
  const command = programName(script);
  const direct = names.find((name) => name === command);
  if (direct !== undefined) return { server: readArguments(direct, args), prefix: [] };
  if (isPython(command)) {
    const module = args.indexOf('-m');
    const name = names.find((known) => known === args[module + 1]);
    if (module === -1 || name === undefined || !areOptions(args.slice(0, module))) return null;
    return { server: readArguments(name, args.slice(module + 2)), prefix: args.slice(0, module + 2) };
  }
  if (!runners.includes(command)) return null;
  const run = args.indexOf('run');
  const at = args.findIndex((word, index) => index > run && isServerOrPython(programName(word)));
  if (run === -1 || at === -1 || !areOptions(args.slice(0, run)) || !areOptions(args.slice(run + 1, at)))
    return null;
  const inner = recogniseWebServer(args[at] ?? '', args.slice(at + 1));
  return inner && { ...inner, prefix: [...args.slice(0, at + 1), ...inner.prefix] };
}

function isPython(command: string): boolean {
  return /^(?:python|pypy)[\d.]*$/.test(command);
}

function isServerOrPython(command: string): boolean {
  return isPython(command) || names.some((name) => name === command);
}

/** Options and their values, as far as that can be told without knowing them: no two values in a row. */
function areOptions(words: readonly string[]): boolean {
  return words.every((word, index) => word.startsWith('-') || words[index - 1]?.startsWith('-') === true);
}

/** Takes `--reload` out, for instances that others serve beside. */
export function withoutReload(args: readonly string[]): readonly string[] {
  return dropFlags(
    args,
    new Set([
      '--reload-dir',
      '--reload-include',
      '--reload-exclude',
      '--reload-delay',
      '--reload-engine',
      '--reload-extra-file',
    ]),
    new Set(['--reload', '--use-reloader']),
  ).rest;
}

function readArguments(name: WebServerName, args: readonly string[]): WebServer {
  const workerFlags = name === 'uvicorn' ? ['--workers'] : ['--workers', '-w'];
  const withoutWorkers = dropFlags(args, new Set(workerFlags), new Set());
  const addressFlags = name === 'uvicorn' ? ['--host', '--port'] : ['--bind', '-b'];
  const address = dropFlags(withoutWorkers.rest, new Set(addressFlags), new Set());
  const valueOf = (flag: string): string | undefined =>
    address.values.findLast((entry) => entry.flag === flag)?.value;
  const binds = name === 'uvicorn' ? [] : address.values.map(({ value }) => value);
  const bind = binds.length === 1 ? /^(?:\[([^\]]+)\]|([^:/]*)):(\d+)$/.exec(binds[0] ?? '') : null;
  const elsewhere =
    name === 'uvicorn' ? uvicornElsewhere(args) : bind === null ? boundElsewhere(name, args, binds) : null;
  return {
    name,
    args: elsewhere === 'handed' ? dropFlags(address.rest, new Set(['--fd']), new Set()).rest : address.rest,
    argsWithAddress: withoutWorkers.rest,
    workers: wholeNumber(withoutWorkers.values.at(-1)?.value),
    host: name === 'uvicorn' ? (valueOf('--host') ?? null) : (bind?.[1] ?? bind?.[2]) || null,
    port: wholeNumber(name === 'uvicorn' ? valueOf('--port') : bind?.[3]),
    elsewhere,
    hasConfig: namesConfig(name, args),
    reloads: args.includes('--reload') || args.includes('--use-reloader'),
  };
}

/** The descriptor that Drover hands down, as written: by its number or by its placeholder. */
const handed = /^(?:3|\{FD\})$/;

function uvicornElsewhere(args: readonly string[]): WebServer['elsewhere'] {
  const fd = dropFlags(args, new Set(['--fd']), new Set()).values.at(-1)?.value;
  if (fd !== undefined) return handed.test(fd) ? 'handed' : 'fd';
  return args.some((word) => /^--uds(?:=|$)/.test(word)) ? 'path' : null;
}

/** Of gunicorn and hypercorn, unless they are bound to one host and port. */
function boundElsewhere(
  name: WebServerName,
  args: readonly string[],
  binds: readonly string[],
): WebServer['elsewhere'] {
  const others = name === 'hypercorn' && args.some((word) => /^--(?:insecure|quic)-bind(?:=|$)/.test(word));
  if (binds.length > 1 || others) return 'several';
  const [bind] = binds;
  if (bind === undefined) return namesConfig(name, args) ? 'config' : null;
  if (!bind.startsWith('fd://')) return 'path';
  return handed.test(bind.slice('fd://'.length)) ? 'handed' : 'fd';
}

function namesConfig(name: WebServerName, args: readonly string[]): boolean {
  return name !== 'uvicorn' && args.some((word) => /^(?:-c|--config(?:=|$))/.test(word));
}

/** Takes flags with a value (`--x 1`, `--x=1`, `-w1`) and bare flags out of a list of words. */
function dropFlags(
  args: readonly string[],
  withValue: ReadonlySet<string>,
  bare: ReadonlySet<string>,
): { readonly rest: string[]; readonly values: { readonly flag: string; readonly value: string }[] } {
  const rest: string[] = [];
  const values: { flag: string; value: string }[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const [flag = '', ...inline] = word.startsWith('--') ? word.split('=') : [word];
    const short = !word.startsWith('--') && word.length > 2 ? word.slice(0, 2) : '';
    if (withValue.has(flag))
      values.push({ flag, value: inline.length > 0 ? inline.join('=') : (args[++at] ?? '') });
    else if (withValue.has(short)) values.push({ flag: short, value: word.slice(2).replace(/^=/, '') });
    else if (!bare.has(flag)) rest.push(word);
  }
  return { rest, values };
}

function programName(script: string): string {
  return basename(script.replaceAll('\\', '/'))
    .toLowerCase()
    .replace(/\.(?:exe|cmd)$/, '');
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : null;
}
