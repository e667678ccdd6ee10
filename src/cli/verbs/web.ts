import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { locate } from '../../client/locate.ts';
import type { CommandLine } from '../commandLine.ts';
import { findFolder } from '../findFolder.ts';
import { jsonHelp, wholeNumber } from '../options.ts';
import { UserError } from '../userError.ts';
import { holderOf, removePortRecord, writePortRecord } from '../web/portRecord.ts';
import { TokenFile } from '../web/tokenFile.ts';
import type { WebServer } from '../web/serveWeb.ts';
import type { World } from '../world.ts';

export interface WebFlags {
  readonly port: number;
  readonly host: string;
  readonly json: boolean;
}

/** Serves the HTTP API of the folder until SIGINT or SIGTERM. */
export async function web(world: World, { port, host, json }: WebFlags): Promise<0> {
  const { folder, stateDir, token } = await findToken(world);
  token.ensure();
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  // The server is evaluated for this verb alone.
  const { serveWeb } = await import('../web/serveWeb.ts');
  let server: WebServer;
  try {
    server = await serveWeb({
      reach: {
        folder,
        join: () => world.join(folder, 'gateway'),
        start: () => world.start(folder, 'gateway'),
      },
      version: world.version,
      host,
      port,
      token: () => token.current(),
      log: (line) => void world.stderr.write(`drover web: ${line}\n`),
    });
  } catch (error) {
    throw notListening(error, { port, host, folder, stateDir });
  }
  writePortRecord(stateDir, { pid: process.pid, port: server.port, folder });
  const { address } = server;
  world.stdout.write(
    json
      ? `${JSON.stringify({ address, port: server.port, folder, tokenFile: token.path, pid: process.pid })}\n`
      : `The HTTP API of ${folder} is at ${address}. "drover web --show-token" prints its token, which is in ${token.path}.\n`,
  );
  await ended;
  removePortRecord(stateDir, process.pid);
  await server.close();
  return 0;
}

/** Prints the token of the folder, a new one where that is wished; the old one counts no more. */
export async function showToken(
  world: World,
  { renew, json }: { readonly renew: boolean; readonly json: boolean },
): Promise<0> {
  const { token: file } = await findToken(world);
  const token = renew ? file.renew() : file.ensure();
  world.stdout.write(`${json ? JSON.stringify({ token, tokenFile: file.path }) : token}\n`);
  return 0;
}

interface FoundToken {
  readonly folder: string;
  readonly stateDir: string;
  readonly token: TokenFile;
}

async function findToken(world: World): Promise<FoundToken> {
  const { folder, client } = await findFolder(world);
  client?.dispose();
  const { stateDir } = locate(folder);
  return { folder, stateDir, token: new TokenFile(stateDir) };
}

interface Wanted {
  readonly port: number;
  readonly host: string;
  readonly folder: string;
  readonly stateDir: string;
}

/** Why it cannot listen, as a sentence; other errors as they are. */
function notListening(error: unknown, { port, host, folder, stateDir }: Wanted): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES')
    return new UserError(`Port ${port} needs more rights. Choose one above 1023 by --port.`);
  if (code === 'EADDRNOTAVAIL') return new UserError(`This machine has no address ${host}.`);
  if (code !== 'EADDRINUSE') return error;
  const holder = holderOf(port, stateDir);
  if (holder?.folder === folder) {
    return new UserError(
      `"drover web" serves this folder already, on port ${port} as process ${holder.pid}.`,
    );
  }
  const by =
    holder === undefined ? 'another program' : `"drover web" of ${holder.folder} (process ${holder.pid})`;
  return new UserError(
    `Port ${port} is used by ${by}. Choose another one by --port, or --port 0 for any that is free.`,
  );
}

/** Others than this machine are not served; tunnels and proxies can do that with all that it needs. */
function loopback(text: string): string {
  const host = text.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (
    host === 'localhost' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) ||
    (isIPv6(host) && host === '::1')
  ) {
    return host;
  }
  throw new InvalidArgumentError(
    'It must be this machine itself: 127.0.0.1, another 127.x.x.x, ::1 or localhost. From elsewhere use an SSH tunnel ("ssh -L 9615:127.0.0.1:9615 <machine>"), or a proxy with TLS.',
  );
}

function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('It must be a port, from 0 to 65535.');
  return port;
}

interface WebOptions extends WebFlags {
  readonly showToken: boolean;
  readonly newToken: boolean;
}

export function addWeb({ program, world, run }: CommandLine): void {
  program
    .command('web')
    .description('serve the apps of this folder by HTTP, to programs of this machine that have the token')
    .option('-p, --port <port>', 'where to listen; 0 takes a free one', portNumber, 9615)
    .option('--host <address>', 'an address of this machine itself', loopback, '127.0.0.1')
    .option('--show-token', 'print the token, and end', false)
    .option('--new-token', 'make another token, print it, and end; the old one counts no more', false)
    .option('--json', jsonHelp, false)
    .action(({ showToken: shows, newToken, ...flags }: WebOptions) =>
      run(shows || newToken ? showToken(world, { renew: newToken, json: flags.json }) : web(world, flags)),
    );
}
