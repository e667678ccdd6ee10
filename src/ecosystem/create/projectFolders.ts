import { globToRegExp } from '../globToRegExp.ts';
import { isRecord } from '../optionReader.ts';
import { parseYaml } from '../parse/parseYaml.ts';
import type { FolderFiles } from './folderFiles.ts';
import { readPackageJson } from './packageJson.ts';
import type { Project } from './project.ts';
import { join, readIn, readProject } from './project.ts';
import { pythonFiles } from './pythonApps.ts';

/** Files that make a folder a project of its own. */
const marks = new Set([
  'package.json',
  ...pythonFiles,
  'go.mod',
  'Cargo.toml',
  'deno.json',
  'deno.jsonc',
  'Gemfile',
  'config.ru',
  'artisan',
  'Procfile',
]);

const others =
  /^(?:\..*|node_modules|bower_components|vendor|dist|build|out|target|coverage|venv|env|__pycache__|site-packages|tests?|__tests__|e2e|fixtures|examples?|docs?|templates?|public|static|assets)$/;
const deepest = 3;
const mostFolders = 300;

/** The folder itself and the projects below it, as far as a monorepo has them; of workspaces only their packages. */
export async function projectFolders(files: FolderFiles, rootLabel: string): Promise<readonly Project[]> {
  const top = await readProject(files, '', rootLabel);
  const isPackage = await workspaceFilter(top);
  const found: Project[] = [top];
  let seen = 0;
  const visit = async ({ at, entries }: Project, depth: number): Promise<void> => {
    for (const { name, isFolder } of entries) {
      if (!isFolder || others.test(name)) continue;
      if (++seen > mostFolders) return;
      const project = await readProject(files, join(at, name), rootLabel);
      const names = project.entries.map((entry) => entry.name);
      const isOther = names.includes('package.json') && !isPackage(project.at);
      if (!isOther && names.some((entry) => marks.has(entry))) found.push(project);
      if (depth < deepest) await visit(project, depth + 1);
    }
  };
  await visit(top, 1);
  return found;
}

/** Whether a folder with a package.json is one of the workspace's; every folder is where there are no workspaces. */
async function workspaceFilter(top: Project): Promise<(path: string) => boolean> {
  const globs = (await readPackageJson(top))?.workspaces ?? (await pnpmPackages(top));
  if (globs === null) return () => true;
  const included = globs.filter((glob) => !glob.startsWith('!')).map(expression);
  const excluded = globs.filter((glob) => glob.startsWith('!')).map((glob) => expression(glob.slice(1)));
  return (path) => included.some((one) => one.test(path)) && !excluded.some((one) => one.test(path));
}

function expression(glob: string): RegExp {
  return globToRegExp(`/${glob.replace(/^\.?\//, '').replace(/\/$/, '')}`);
}

async function pnpmPackages(top: Project): Promise<readonly string[] | null> {
  const parsed = parseYaml((await readIn(top, 'pnpm-workspace.yaml')) ?? '');
  const packages = parsed.kind === 'value' && isRecord(parsed.value) ? parsed.value['packages'] : null;
  return Array.isArray(packages) ? packages.filter((glob): glob is string => typeof glob === 'string') : null;
}
