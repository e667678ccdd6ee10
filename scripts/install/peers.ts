import { existsSync } from 'node:fs';
import { npmInstall } from './npmInstall.ts';
import { cache } from './paths.ts';
import { progress } from './progress.ts';

const version = '7.0.4';

/**
 * Makes sure that PM2 is in `.cache/peers`, for the benchmark only: under its licence it must never become a
 * dependency. Says so when it cannot be had; the benchmark does without it.
 */
export async function installPeers(): Promise<void> {
  const folder = `${cache}/peers`;
  if (existsSync(`${folder}/node_modules/pm2/bin/pm2`)) return;
  try {
    await progress(`Installing PM2 ${version} to compare with`, () =>
      npmInstall({ folder, wanted: `pm2@${version}` }),
    );
  } catch (error) {
    console.log(`  PM2 cannot be compared with: ${error instanceof Error ? error.message : String(error)}`);
  }
}
