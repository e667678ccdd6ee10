import { existsSync } from 'node:fs';
import { command } from './command.ts';
import { progress } from './progress.ts';

const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/** Whether this user can install Debian packages: root on a system with apt. */
export function canUseApt(): boolean {
  return existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
}

/** Installs Debian packages. Call only when `canUseApt()`. */
export async function installPackages(what: string, packages: readonly string[]): Promise<void> {
  const install = (): Promise<string> =>
    command('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env: environment });
  await progress(`Installing ${what} (${packages.join(', ')})`, async () => {
    await command('apt-get', ['update'], { env: environment });
    await install();
  });
}
