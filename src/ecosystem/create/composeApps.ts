import { isRecord } from '../optionReader.ts';
import { parseYaml } from '../parse/parseYaml.ts';
import { commandApp, fromContainer } from './commandApp.ts';
import { joinWords, readDockerfile } from './dockerfile.ts';
import { pathIn } from './folderFiles.ts';
import { readPackageJson } from './packageJson.ts';
import type { Project } from './project.ts';
import { hasFile, join, portOf, readIn, readProject } from './project.ts';
import { toName } from './proposal.ts';
import type { Proposal } from './proposal.ts';

const names = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** The services that are built from this folder. Those made of an image alone, such as databases, stay where they are. */
export async function composeApps(project: Project): Promise<readonly Proposal[]> {
  const file = names.find((name) => hasFile(project, name));
  if (file === undefined) return [];
  const reads = composeServices((await readIn(project, file)) ?? '').map(([name, service]) =>
    serviceApp(project, service, { file: join(project.at, file), name }),
  );
  return (await Promise.all(reads)).filter((app) => app !== null);
}

export type ComposeService = Readonly<Record<string, unknown>>;

/** The services of a compose file by their names; none where it cannot be read. */
export function composeServices(text: string): readonly (readonly [string, ComposeService])[] {
  const parsed = parseYaml(text);
  const services = parsed.kind === 'value' && isRecord(parsed.value) ? parsed.value['services'] : null;
  return Object.entries(isRecord(services) ? services : {}).flatMap(([name, service]) =>
    isRecord(service) ? [[name, service] as const] : [],
  );
}

/** The app that a service runs; null when it is not built from a folder in the project, or runs nothing known. */
export async function serviceApp(
  { files, at, label, usualInstances }: Project,
  service: ComposeService,
  { file, name }: { readonly file: string; readonly name: string },
): Promise<Proposal | null> {
  const { build } = service;
  const context = isRecord(build) ? build['context'] : build;
  const folder = typeof context === 'string' ? pathIn(at, context) : null;
  if (folder === null) return null;
  const written = isRecord(build) ? build['dockerfile'] : undefined;
  const path = pathIn(folder, typeof written === 'string' ? written : 'Dockerfile');
  const docker = readDockerfile((path === null ? null : await files.readText(path)) ?? '');
  const workdir = typeof service['working_dir'] === 'string' ? service['working_dir'] : docker.workdir;
  const entry = commandOf(service['entrypoint']) ?? docker.entrypoint;
  const command = commandOf(service['command']) ?? docker.command;
  const line = fromContainer([entry, command].filter((part) => part !== null).join(' '), workdir);
  if (line === '') return null;
  const own = { ...(await readProject(files, folder, label)), usualInstances };
  const published = publishedPort(service['ports']);
  return commandApp(own, line, {
    name: toName(name),
    reason: { code: 'compose', data: { file, name } },
    manifest: await readPackageJson(own),
    isServer: published !== null,
    port: published,
    isForeign: true,
  });
}

function commandOf(value: unknown): string | null {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  return Array.isArray(value) ? joinWords(value) : null;
}

/** The first port inside the container that is published: what the program listens on. */
function publishedPort(ports: unknown): number | null {
  const first: unknown = Array.isArray(ports) ? ports[0] : undefined;
  if (isRecord(first)) return portOf(Number(first['target'] ?? NaN));
  if (typeof first !== 'string' && typeof first !== 'number') return null;
  return portOf(/(\d+)(?:\/tcp)?$/.exec(String(first))?.[1]);
}
