import path from 'node:path';

/** What decides where programs keep their state. */
export interface StateSystem {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly homedir: string;
}

/** The folder in which programs of this user keep what outlives a reboot, by the custom of the platform. */
export function stateBase({ env, platform, homedir }: StateSystem): string {
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? path.win32.join(homedir, 'AppData', 'Local');
  if (platform === 'darwin') return path.posix.join(homedir, 'Library', 'Application Support');
  const xdg = env['XDG_STATE_HOME'];
  return xdg !== undefined && path.posix.isAbsolute(xdg) ? xdg : path.posix.join(homedir, '.local', 'state');
}
