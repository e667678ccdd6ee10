import { mkdir, writeFile } from 'node:fs/promises';
import { command } from './command.ts';

interface NpmInstall {
  /** Made when it is missing; gets a package.json of its own. */
  readonly folder: string;
  /** Exact, such as `tsx@4.23.15`. */
  readonly wanted: string;
  /** Packages whose install scripts may run; none by default. */
  readonly scriptsOf?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** What an npm that runs us tells its children about itself: another npm would take it for its own settings. */
const ofOuterNpm =
  /^npm_(config_(user_agent|local_prefix|node_gyp)|execpath|node_execpath|command|(lifecycle|package)_.*)$/;

/** Installs one npm package into a folder. Rejects with npm's last lines when that fails. */
export async function npmInstall({ folder, wanted, scriptsOf = [], env = {} }: NpmInstall): Promise<void> {
  await mkdir(folder, { recursive: true });
  const allowScripts = Object.fromEntries(scriptsOf.map((name) => [name, true]));
  await writeFile(`${folder}/package.json`, `${JSON.stringify({ private: true, allowScripts })}\n`);
  const kept = Object.entries({ ...process.env, ...env }).filter(([name]) => !ofOuterNpm.test(name));
  const scripts = scriptsOf.length === 0 ? ['--ignore-scripts'] : [];
  await command('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...scripts, wanted], {
    cwd: folder,
    env: Object.fromEntries(kept),
  });
}
