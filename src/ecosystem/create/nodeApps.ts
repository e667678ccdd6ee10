import { commandApp } from './commandApp.ts';
import { readCommandLine, nodeProgramOf } from './commandLine.ts';
import { nodeApp } from './nodeApp.ts';
import type { PackageJson } from './packageJson.ts';
import { readPackageJson } from './packageJson.ts';
import type { Project } from './project.ts';
import { hasFile, join } from './project.ts';
import { toName } from './proposal.ts';
import type { Proposal, Reason } from './proposal.ts';

/** Where servers are when no package.json says so. */
const usualFiles = [
  'server.js',
  'src/server.js',
  'index.js',
  'src/index.js',
  'app.js',
  'src/app.js',
  'main.js',
  'src/main.js',
  'server.mjs',
  'index.mjs',
  'server.ts',
  'src/server.ts',
  'index.ts',
  'src/index.ts',
  'src/main.ts',
  'app.ts',
  'bin/www',
];

/** The apps of a Node or Bun package: its scripts, its main file and commands, and servers by their usual names. */
export async function nodeApps(project: Project): Promise<readonly Proposal[]> {
  const manifest = await readPackageJson(project);
  const name = toName(manifest?.name ?? project.label);
  const scripts = manifest === null ? [] : await scriptApps(project, manifest, name);
  const hasServer = scripts.some(({ isPreselected }) => isPreselected);
  const found = [...scripts];
  for (const { file, reason } of entryFiles(project, manifest)) {
    const path = reason.code === 'package-bin' ? (reason.data.name ?? name) : name;
    const app = await nodeApp(project, plain(file), { name: toName(path), reason, manifest });
    if (app === null || found.some(({ script }) => script === app.script)) continue;
    // A main file that does not serve is a library, and a server beside the one that "start" runs is its part.
    const isCommand = reason.code === 'package-bin';
    if (!app.isServer && !isCommand) continue;
    if (hasServer && reason.code === 'server-file') continue;
    found.push({
      ...app,
      isPreselected: app.isServer && !hasServer && !isCommand && found.every(isNotChosen),
    });
  }
  return found;
}

function isNotChosen({ isPreselected }: Proposal): boolean {
  return !isPreselected;
}

function entryFiles(
  project: Project,
  manifest: PackageJson | null,
): readonly { readonly file: string; readonly reason: Reason }[] {
  const file = join(project.at, 'package.json');
  const main = manifest?.main ?? null;
  return [
    ...(main === null ? [] : [{ file: main, reason: { code: 'package-main', data: { file } } as const }]),
    ...Object.entries(manifest?.bin ?? {}).map(([name, path]) => ({
      file: path,
      reason: { code: 'package-bin', data: { file, name } } as const,
    })),
    ...usualFiles.map((path) => ({
      file: path,
      reason: { code: 'server-file', data: { file: join(project.at, path) } } as const,
    })),
  ];
}

function plain(script: string): Parameters<typeof nodeApp>[1] {
  return { interpreter: 'node', nodeArgs: [], script, args: [] };
}

/** Names of scripts that run an app, and of those that surely do something else. */
const running =
  /^(?:start|serve|server|dev|develop|preview|web|www|api|app|backend|frontend|client|gateway|workers?|queue|jobs?|cron|scheduler|bot)(?:[:._-]|$)/;
const working =
  /(?:^|[:._-])(?:test|tests|e2e|lint|build|compile|seed|migrate|migration|clean|format|deploy|release|publish|generate|types?|typecheck|docs|bench|coverage|install|prepare|check|storybook|debug|inspect)(?:[:._-]|$)|^(?:pre|post)(?:start|dev|serve)/;
/** Commands that start other apps, each of which is better an app of its own. */
const starters =
  /\b(?:turbo|nx|lerna|concurrently|npm-run-all|run-[ps]|wireit|docker|docker-compose|pm2|pm2-runtime|foreman|nf|overmind|drover)\b|--workspaces?\b|--filter\b|(?:npm|pnpm) (?:-ws|-r)\b/;
/** Other ways to run what "start" runs. */
const variant =
  /^(?:dev|develop|preview)$|[:._-](?:dev|develop|development|prod|production|watch|staging|local)$|^(?:dev|develop|preview)[:._-]/;

async function scriptApps(
  project: Project,
  manifest: PackageJson,
  base: string,
): Promise<readonly Proposal[]> {
  const manager = await managerOf(project);
  const found: Proposal[] = [];
  const names = Object.keys(manifest.scripts).filter((name) => !working.test(name));
  const isVariant = (name: string): boolean => variant.test(name);
  for (const name of names.sort((a, b) => Number(isVariant(a)) - Number(isVariant(b)))) {
    const line = manifest.scripts[name] ?? '';
    const { words } = readCommandLine(line);
    const runsNode = words !== null && nodeProgramOf(words) !== null;
    if (starters.test(line) || (!running.test(name) && !runsNode)) continue;
    const hasHooks = `pre${name}` in manifest.scripts || `post${name}` in manifest.scripts;
    const written = name === 'start' ? `${manager} start` : `${manager} run ${name}`;
    const app = await commandApp(project, written, {
      name: nameOf(name, base, found.length === 0),
      reason: { code: 'package-script', data: { file: join(project.at, 'package.json'), name } },
      manifest,
      // Only the package manager runs its hooks.
      keepsCommand: hasHooks,
      isServer: false,
      port: null,
    });
    if (!running.test(name) && !app.isServer) continue;
    if (found.some((other) => isSame(other, app))) continue;
    const others = found.filter(({ isServer }) => isServer);
    found.push({ ...app, isPreselected: app.isServer && (!isVariant(name) || others.length === 0) });
  }
  return found;
}

function isSame(one: Proposal, other: Proposal): boolean {
  return one.script === other.script && one.args.join(' ') === other.args.join(' ');
}

function nameOf(script: string, base: string, isFirst: boolean): string {
  if (script === 'start' || (isFirst && /^(?:dev|develop|serve|server)$/.test(script))) return base;
  return toName(base, script.replace(/^start[:._-]/, ''));
}

/** By its lock file, here or at the top; npm without one. */
async function managerOf(project: Project): Promise<string> {
  const top = project.at === '' ? project : { ...project, entries: await project.files.list('') };
  for (const place of [project, top]) {
    const lock = locks.find(([file]) => hasFile(place, file));
    if (lock !== undefined) return lock[1];
  }
  return 'npm';
}

const locks = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
] as const;
