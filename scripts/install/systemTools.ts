import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { canUseApt, installPackages } from './debian.ts';

/** Something the system must have: how to see that it is there, the Debian packages, and what to say elsewhere. */
interface SystemTool {
  readonly what: string;
  readonly isPresent: () => boolean;
  readonly packages: readonly string[];
  readonly advice: string;
}

const includes = ['/usr/include', '/usr/local/include', '/opt/homebrew/include'];

function hasHeader(path: string): boolean {
  return includes.some((folder) => existsSync(`${folder}/${path}`));
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => `${folder}/${name}`).find((file) => existsSync(file));
}

/** Servers are often where only root looks for programs. */
const programFolders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

const knownBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The Chromium or Chrome that browser tests use: `DROVER_CHROMIUM`, else an installed one. */
export function chromiumPath(): string | undefined {
  return process.env['DROVER_CHROMIUM'] ?? knownBrowsers.find((file) => existsSync(file));
}

/** A system Python with uvicorn has this command beside it. */
export function uvicornPath(): string | undefined {
  return onPath('uvicorn');
}

export const chromium: SystemTool = {
  what: 'Chromium',
  isPresent: () => chromiumPath() !== undefined,
  packages: ['chromium'],
  advice: 'Install Chromium or Google Chrome, or name one in DROVER_CHROMIUM.',
};

/** What the native modules of code-server are built with. */
export const buildHeaders: SystemTool = {
  what: 'build tools for code-server',
  isPresent: () =>
    process.platform !== 'linux' ||
    (['g++', 'make', 'python3', 'pkg-config'].every((name) => onPath(name) !== undefined) &&
      ['X11/Xlib.h', 'X11/extensions/XKBrules.h', 'krb5.h', 'gssapi/gssapi.h'].every(hasHeader) &&
      existsSync('/usr/include/libsecret-1')),
  packages: [
    ...['g++', 'make', 'python3', 'pkg-config'],
    ...['libkrb5-dev', 'libsecret-1-dev', 'libx11-dev', 'libxkbfile-dev'],
  ],
  advice:
    'Install g++, make, python3, pkg-config and the development files of libkrb5, libsecret, libx11 and libxkbfile.',
};

export const uvicorn: SystemTool = {
  what: 'uvicorn',
  isPresent: () => uvicornPath() !== undefined,
  packages: ['uvicorn', 'python3-uvicorn'],
  advice: 'Install uvicorn with "pip install uvicorn" or with your package manager.',
};

export const gunicorn: SystemTool = {
  what: 'gunicorn',
  isPresent: () => onPath('gunicorn') !== undefined,
  packages: ['gunicorn'],
  advice: 'Install gunicorn with "pip install gunicorn" or with your package manager.',
};

export const hypercorn: SystemTool = {
  what: 'hypercorn',
  isPresent: () => onPath('hypercorn') !== undefined,
  packages: ['python3-hypercorn'],
  advice: 'Install hypercorn with "pip install hypercorn" or with your package manager.',
};

const debugpyFolder = '/usr/lib/python3/dist-packages/debugpy';

/** The debugger of the system's own Python, `/usr/bin/python3`. */
export const debugpy: SystemTool = {
  what: 'debugpy',
  isPresent: () => existsSync(debugpyFolder),
  packages: ['python3-debugpy'],
  advice: 'Install debugpy with your package manager.',
};

export const nginx: SystemTool = {
  what: 'nginx',
  isPresent: () => programFolders.some((folder) => existsSync(`${folder}/nginx`)),
  packages: ['nginx'],
  advice: 'Install nginx with your package manager.',
};

export const haproxy: SystemTool = {
  what: 'HAProxy',
  isPresent: () => programFolders.some((folder) => existsSync(`${folder}/haproxy`)),
  packages: ['haproxy'],
  advice: 'Install HAProxy with your package manager.',
};

export const curl: SystemTool = {
  what: 'curl',
  isPresent: () => onPath('curl') !== undefined,
  packages: ['curl'],
  advice: 'Install curl with your package manager.',
};

export const openssl: SystemTool = {
  what: 'OpenSSL',
  isPresent: () => onPath('openssl') !== undefined,
  packages: ['openssl'],
  advice: 'Install OpenSSL with your package manager.',
};

/** A terminal whose screen a test can read. */
export const tmux: SystemTool = {
  what: 'tmux',
  isPresent: () => process.platform === 'win32' || onPath('tmux') !== undefined,
  packages: ['tmux'],
  advice: 'Install tmux with your package manager.',
};

export const ruby: SystemTool = {
  what: 'Ruby',
  isPresent: () => onPath('ruby') !== undefined,
  packages: ['ruby'],
  advice: 'Install Ruby with your package manager.',
};

/** The shell of Alpine, and its tools. */
export const busybox: SystemTool = {
  what: 'BusyBox',
  isPresent: () => onPath('busybox') !== undefined,
  packages: ['busybox'],
  advice: 'Install BusyBox with your package manager.',
};

export const php: SystemTool = {
  what: 'PHP',
  isPresent: () => onPath('php') !== undefined,
  packages: ['php-cli'],
  advice: 'Install PHP with your package manager.',
};

export const zsh: SystemTool = {
  what: 'zsh',
  isPresent: () => onPath('zsh') !== undefined,
  packages: ['zsh'],
  advice: 'Install zsh with your package manager.',
};

export const systemd: SystemTool = {
  what: 'systemd-analyze',
  isPresent: () => onPath('systemd-analyze') !== undefined,
  packages: ['systemd'],
  advice: 'It comes with systemd.',
};

export const fish: SystemTool = {
  what: 'fish',
  isPresent: () => onPath('fish') !== undefined,
  packages: ['fish'],
  advice: 'Install fish with your package manager.',
};

/**
 * Installs what is missing through apt. Where that is impossible, throws one sentence for each missing tool that
 * says what to install.
 */
export async function installSystemTools(tools: readonly SystemTool[]): Promise<void> {
  const missing = tools.filter((tool) => !tool.isPresent());
  if (missing.length === 0) return;
  if (!canUseApt()) {
    throw new Error(missing.map((tool) => `Missing: ${tool.what}. ${tool.advice}`).join('\n'));
  }
  await installPackages(
    missing.map((tool) => tool.what).join(', '),
    missing.flatMap((tool) => tool.packages),
  );
}

/** The same for tools whose tests are skipped without them: where it is impossible, nothing is said. */
export async function installOptionalTools(tools: readonly SystemTool[]): Promise<void> {
  if (canUseApt()) await installSystemTools(tools);
}
