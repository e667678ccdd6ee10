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
  /** It listens on a Unix socket, on an inherited fd, or where a config file says: it cannot be multiplied. */
  readonly ownSocket: boolean;
  readonly reloads: boolean;
}

const names: readonly WebServerName[] = ['uvicorn', 'gunicorn', 'hypercorn'];

/** Recognises `uvicorn …`, `…/bin/uvicorn …`, `python -m uvicorn …` and the same of gunicorn and hypercorn. */
export function recogniseWebServer(
  script: string,
  args: readonly string[],
): { readonly server: WebServer; readonly prefix: readonly string[] } | null {
  const command = programName(script);
  const direct = names.find((name) => name === command);
  if (direct !== undefined) return { server: readArguments(direct, args), prefix: [] };
  if (!/^(?:python|pypy)[\d.]*$/.test(command)) return null;
  const module = args.indexOf('-m');
  const name = names.find((known) => known === args[module + 1]);
  if (module === -1 || name === undefined || args.slice(0, module).some((word) => !word.startsWith('-')))
    return null;
  return { server: readArguments(name, args.slice(module + 2)), prefix: args.slice(0, module + 2) };
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
  const binds = name === 'uvicorn' ? [] : address.values;
  const bind = /^(?:\[([^\]]+)\]|([^:/]*)):(\d+)$/.exec(binds[0]?.value ?? '');
  const bindPort = binds.length === 1 && bind !== null ? Number(bind[3]) : null;
  const valueOf = (flag: string): string | undefined =>
    address.values.findLast((entry) => entry.flag === flag)?.value;
  const port = name === 'uvicorn' ? (valueOf('--port') ?? null) : null;
  return {
    name,
    args: address.rest,
    argsWithAddress: withoutWorkers.rest,
    workers: wholeNumber(withoutWorkers.values.at(-1)?.value),
    host: name === 'uvicorn' ? (valueOf('--host') ?? null) : (bind?.[1] ?? bind?.[2]) || null,
    port: port === null ? bindPort : wholeNumber(port),
    ownSocket: listensElsewhere(name, args, binds.length, bindPort),
    reloads: args.includes('--reload') || args.includes('--use-reloader'),
  };
}

function listensElsewhere(
  name: WebServerName,
  args: readonly string[],
  binds: number,
  bindPort: number | null,
): boolean {
  if (name === 'uvicorn') return args.some((word) => /^--(?:fd|uds)(?:=|$)/.test(word));
  if (binds > 0) return bindPort === null;
  return args.some((word) => /^(?:-c|--config)(?:=|$)/.test(word));
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
