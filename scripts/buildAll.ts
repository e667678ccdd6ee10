import { command } from './install/command.ts';
import { root } from './install/paths.ts';

/** Makes `dist/` anew, as it ships. */
export async function buildAll(): Promise<void> {
  await command(process.execPath, [`${root}/scripts/build.mjs`], { cwd: root });
}
