import type { Project } from './project.ts';
import { hasFile, hasFolder, join } from './project.ts';

const environments = ['.venv', 'venv', 'env'];
const onWindows = process.platform === 'win32';

/** How a command of the project's Python environment is run: from its folder, or by the tool that made it. */
export async function inEnvironment(
  project: Project,
  command: string,
): Promise<{ readonly script: string; readonly args: readonly string[] }> {
  for (const folder of environments.filter((name) => hasFolder(project, name))) {
    const below = onWindows ? `${folder}/Scripts` : `${folder}/bin`;
    const names = (await project.files.list(join(project.at, below))).map(({ name }) => name);
    const found = names.find((name) => name === command || name === `${command}.exe`);
    if (found !== undefined) return { script: `${below}/${found}`, args: [] };
  }
  const tool = runners.find(([file]) => hasFile(project, file))?.[1];
  return tool === undefined ? { script: command, args: [] } : { script: tool, args: ['run', command] };
}

const runners = [
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile', 'pipenv'],
] as const;
