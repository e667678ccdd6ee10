import path from 'node:path';

export interface CacheSystem {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Numeric user id, or the user's name where there are none (Windows). */
  readonly uid: number | string;
  readonly homedir: string;
  readonly tmpdir: string;
}

/** Where what is unpacked may be kept, the best place first. The last one need not outlive the machine's next start. */
export function cacheFolders({ env, platform, uid, homedir, tmpdir }: CacheSystem): readonly string[] {
  const syntax = platform === 'win32' ? path.win32 : path.posix;
  const temporary = syntax.join(tmpdir, `drover-cache-${uid}`);
  return [syntax.join(cacheBase(), 'drover'), temporary].filter((folder) => syntax.isAbsolute(folder));

  function cacheBase(): string {
    if (platform === 'win32') return env['LOCALAPPDATA'] ?? path.win32.join(homedir, 'AppData', 'Local');
    if (platform === 'darwin') return path.posix.join(homedir, 'Library', 'Caches');
    const xdg = env['XDG_CACHE_HOME'] ?? '';
    return path.posix.isAbsolute(xdg) ? xdg : path.posix.join(homedir, '.cache');
  }
}
