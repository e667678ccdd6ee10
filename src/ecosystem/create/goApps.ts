import type { Project } from './project.ts';
import { hasFile, hasFolder, join, portOf, readIn } from './project.ts';
import { propose, toName } from './proposal.ts';
import type { Proposal } from './proposal.ts';

/** The programs of a Go module: at its top and below `cmd`, compiled and run by `go run`. */
export async function goApps(project: Project): Promise<readonly Proposal[]> {
  const module = hasFile(project, 'go.mod') ? await readIn(project, 'go.mod') : null;
  if (module === null) return [];
  const path = /^module[ \t]+(\S+)/m.exec(module)?.[1] ?? project.label;
  const base = toName(
    path
      .replace(/\/v\d+$/, '')
      .split('/')
      .at(-1) ?? '',
  );
  const commands = hasFolder(project, 'cmd') ? await project.files.list(join(project.at, 'cmd')) : [];
  const places = [
    { folder: '.', name: base },
    ...commands
      .filter(({ isFolder }) => isFolder)
      .map(({ name }) => ({ folder: `./cmd/${name}`, name: toName(name) })),
  ];
  const apps = await Promise.all(places.map((place) => goApp(project, place)));
  return apps.filter((app) => app !== null);
}

async function goApp(
  project: Project,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<Proposal | null> {
  const file = `${folder}/main.go`;
  const text = await readIn(project, file);
  if (text === null || !/^package[ \t]+main\b/m.test(text)) return null;
  const source = text.replace(/(^|\s)\/\/.*$/gm, '$1');
  const listens =
    /\bListenAndServe|\.Listen\(|\.(?:Start|Run)\(\s*(?:"[^"]*:\d+"|":"|\))|\bhttp\.Serve\(|\bgin\.|\becho\.|\bfiber\./;
  const readsPort = /Getenv\(\s*"PORT"/.test(source);
  const written = portOf(/"[\w.]*:(\d{2,5})"/.exec(source)?.[1] ?? /"(\d{4,5})"/.exec(source)?.[1]);
  const isServer = listens.test(source) || readsPort;
  return propose({
    name,
    reason: { code: 'go-main', data: { file: join(project.at, file.replace(/^\.\//, '')) } },
    cwd: project.at,
    script: 'go',
    args: ['run', folder],
    port: isServer ? (readsPort ? (project.envPort ?? written ?? 8080) : written) : null,
    portSource: readsPort ? 'variable' : 'program',
    envFile: project.envFile,
    isServer,
  });
}
