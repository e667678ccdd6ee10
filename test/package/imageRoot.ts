import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeBinary } from '../nodes.ts';

/** What a Dockerfile makes of an image: a root folder, and how its command is run. */
export interface Image {
  readonly root: string;
  readonly folder: string;
  readonly user: string;
  readonly command: readonly string[];
}

/** The files of a base image that has Node and BusyBox, and a user "node" as Docker's. */
function baseImage(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'drover-image-'));
  for (const name of ['bin', 'usr/bin', 'usr/local/bin', 'etc', 'proc', 'dev', 'tmp', 'home/node', 'run']) {
    mkdirSync(path.join(root, name), { recursive: true });
  }
  chmodSync(root, 0o755);
  chmodSync(path.join(root, 'tmp'), 0o1777);
  writeFileSync(
    path.join(root, 'etc/passwd'),
    'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n',
  );
  execFileSync('chown', ['1000:1000', path.join(root, 'home/node')]);
  const node = nodeBinary(24);
  copyFileSync(node, path.join(root, 'usr/local/bin/node'));
  copyFileSync('/usr/bin/busybox', path.join(root, 'bin/busybox'));
  for (const applet of ['sh', 'ps', 'cat', 'mkfifo']) symlinkSync('busybox', path.join(root, 'bin', applet));
  symlinkSync('/bin/busybox', path.join(root, 'usr/bin/env'));
  for (const program of [node, '/usr/bin/busybox']) copyLibraries(program, root);
  return root;
}

function copyLibraries(program: string, root: string): void {
  // Of a program that is linked statically it says so, and fails.
  const { stdout } = spawnLdd(program);
  for (const [, library = ''] of stdout.matchAll(/(\/\S+) \(0x/g)) {
    mkdirSync(path.join(root, path.dirname(library)), { recursive: true });
    copyFileSync(library, path.join(root, library));
  }
}

function spawnLdd(program: string): { readonly stdout: string } {
  try {
    return {
      stdout: execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    };
  } catch (error) {
    if (error instanceof Error && 'status' in error) return { stdout: '' };
    throw error;
  }
}

/** The command that runs another one inside of the image, as its user; without namespaces of its own. */
export function insideOf({ root, folder, user }: Image, command: readonly string[]): readonly string[] {
  const environment = ['HOME=/home/node', 'PATH=/usr/local/bin:/usr/bin:/bin'];
  const change = ['/bin/busybox', 'sh', '-c', 'cd "$0" && exec "$@"', folder];
  return ['chroot', `--userspec=${user}`, root, '/usr/bin/env', '-i', ...environment, ...change, ...command];
}

/** Does what a Dockerfile says, as far as the example needs it; throws for an instruction that it does not know. */
export function buildImage(dockerfile: string, contexts: Readonly<Record<string, string>>): Image {
  const root = baseImage();
  let image: Image = { root, folder: '/', user: '0:0', command: [] };
  for (const line of instructions(readFileSync(dockerfile, 'utf8'))) {
    const [, name = '', rest = ''] = /^(\w+) (.*)$/.exec(line) ?? [];
    if (name === 'WORKDIR') {
      mkdirSync(path.join(root, rest), { recursive: true });
      image = { ...image, folder: rest };
    } else if (name === 'USER') image = { ...image, user: rest === 'node' ? '1000:1000' : rest };
    else if (name === 'COPY') copy(image, rest, contexts);
    else if (name === 'RUN') {
      const [program = '', ...args] = insideOf(image, rest.split(' '));
      execFileSync(program, args);
    } else if (name === 'CMD') image = { ...image, command: JSON.parse(rest) as string[] };
    else if (!['FROM', 'EXPOSE', 'HEALTHCHECK'].includes(name)) throw new Error(`unknown: ${line}`);
  }
  return image;
}

function instructions(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function copy({ root, folder }: Image, rest: string, contexts: Readonly<Record<string, string>>): void {
  const words = rest.split(' ');
  const flags = new Map(
    words.filter((word) => word.startsWith('--')).map((word) => word.slice(2).split('=') as [string, string]),
  );
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = path.posix.resolve(folder, paths.at(-1) ?? '');
  const isFolder = paths.at(-1)?.endsWith('/') === true;
  for (const source of paths.slice(0, -1)) {
    const to = path.join(root, isFolder ? path.posix.join(target, source) : target);
    cpSync(path.join(contexts[flags.get('from') ?? ''] ?? '', source), to, { recursive: true });
    const mode = flags.get('chmod');
    if (mode !== undefined) chmodSync(to, Number.parseInt(mode, 8));
  }
}
