import { spawn } from 'node:child_process';

/** Asks the system to show a page; false where there is no screen or nothing to ask. */
export async function openBrowser(url: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const hasScreen = env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
  if (process.platform === 'linux' && !hasScreen) return false;
  const [file, args]: [string, string[]] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]];
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  return await new Promise((resolve) => {
    child.once('error', () => {
      resolve(false);
    });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
