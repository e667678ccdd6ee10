import { commandApp } from './commandApp.ts';
import { readPackageJson } from './packageJson.ts';
import type { Project } from './project.ts';
import { hasFile, join, readIn } from './project.ts';
import { toName } from './proposal.ts';
import type { Proposal } from './proposal.ts';

const names = ['Procfile.dev', 'Procfile'];

/** The processes of a Procfile, as foreman, honcho and Heroku read it. What runs once at a release is left out. */
export async function procfileApps(
  project: Project,
  file = names.find((name) => hasFile(project, name)),
): Promise<readonly Proposal[]> {
  const text = file === undefined ? null : await readIn(project, file);
  if (file === undefined || text === null) return [];
  const manifest = await readPackageJson(project);
  const lines = [...text.matchAll(/^[ \t]*([\w-]+)[ \t]*:[ \t]*(\S[^\r\n]*)/gm)];
  const apps = lines
    .filter(([, name]) => name !== 'release')
    .map(async ([, name = '', command = '']) => {
      const app = await commandApp(project, command.trim(), {
        name: toName(name),
        reason: { code: 'procfile', data: { file: join(project.at, file), name } },
        manifest,
        isServer: /^web/.test(name),
        port: null,
        isForeign: true,
      });
      // Whatever it is, it is meant to run along with the others.
      return { ...app, isPreselected: true };
    });
  return Promise.all(apps);
}
