import { isRecord } from '../optionReader.ts';
import { parseToml } from '../parse/parseToml.ts';
import type { Project } from './project.ts';
import { hasFile, hasFolder, join, portOf, readIn } from './project.ts';
import { propose, toName } from './proposal.ts';
import type { Proposal } from './proposal.ts';

const frameworks = /^(?:axum|actix-web|rocket|warp|hyper|tonic|poem|salvo|tide|ntex|viz)$/;

/** The binaries of a Cargo package, compiled and run by `cargo run`. */
export async function cargoApps(project: Project): Promise<readonly Proposal[]> {
  const parsed = hasFile(project, 'Cargo.toml')
    ? parseToml((await readIn(project, 'Cargo.toml')) ?? '')
    : null;
  if (parsed?.kind !== 'value' || !isRecord(parsed.value) || !isRecord(parsed.value['package'])) return [];
  const { package: about, bin, dependencies } = parsed.value;
  const base = typeof about['name'] === 'string' ? about['name'] : project.label;
  const names = isRecord(dependencies) ? Object.keys(dependencies) : [];
  const serves = names.some((name) => frameworks.test(name));
  const binaries = await binariesOf(project, base, bin);
  return Promise.all(
    binaries.map(async ({ name, path }) => {
      const text = (await readIn(project, path)) ?? '';
      const isServer = serves && /\bserve\b|\blisten|\bbind\b|HttpServer|launch|Server::/.test(text);
      const readsPort = /\bvar(?:_os)?\(\s*"PORT"/.test(text);
      const written = portOf(
        /"(?:[\d.]+|localhost|\[::\d?\])?:(\d{2,5})"|\([^()]*\],\s*(\d{2,5})\)|",\s*(\d{2,5})\)/
          .exec(text)
          ?.slice(1)
          .find((port) => port !== undefined),
      );
      return propose({
        name: toName(name),
        reason: { code: 'cargo-binary', data: { file: join(project.at, 'Cargo.toml'), name } },
        cwd: project.at,
        script: 'cargo',
        args: binaries.length > 1 ? ['run', '--quiet', '--bin', name] : ['run', '--quiet'],
        port: isServer ? (readsPort ? (project.envPort ?? written ?? 8080) : written) : null,
        portSource: readsPort ? 'variable' : 'program',
        envFile: project.envFile,
        isServer,
      });
    }),
  );
}

interface Binary {
  readonly name: string;
  readonly path: string;
}

/** As Cargo finds them: `src/main.rs`, `src/bin/*.rs`, and what `[[bin]]` names. */
async function binariesOf(project: Project, base: string, bin: unknown): Promise<readonly Binary[]> {
  const found = new Map<string, Binary>();
  if ((await readIn(project, 'src/main.rs')) !== null)
    found.set('src/main.rs', { name: base, path: 'src/main.rs' });
  const others = hasFolder(project, 'src') ? await project.files.list(join(project.at, 'src/bin')) : [];
  for (const { name, isFolder } of others) {
    const path = isFolder ? `src/bin/${name}/main.rs` : `src/bin/${name}`;
    if (isFolder || name.endsWith('.rs')) found.set(path, { name: name.replace(/\.rs$/, ''), path });
  }
  for (const entry of Array.isArray(bin) ? bin : []) {
    if (!isRecord(entry) || typeof entry['name'] !== 'string') continue;
    const path = typeof entry['path'] === 'string' ? entry['path'] : `src/bin/${entry['name']}.rs`;
    found.set(path, { name: entry['name'], path });
  }
  return [...found.values()];
}
