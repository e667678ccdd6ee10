import { existsSync } from 'node:fs';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { Option } from 'commander';
import { folderOnDisk } from '../../ecosystem/create/folderOnDisk.ts';
import { recordOf } from '../../ecosystem/create/packageJson.ts';
import { importCompose, importPackageScripts, importProcfile } from '../../ecosystem/import/importProject.ts';
import type { Imported } from '../../ecosystem/import/imported.ts';
import { ImportError } from '../../ecosystem/import/imported.ts';
import { sourceKind } from '../../ecosystem/import/importSource.ts';
import type { SourceKind } from '../../ecosystem/import/importSource.ts';
import { importText } from '../../ecosystem/import/importText.ts';
import { importPm2Dump } from '../../ecosystem/import/pm2Dump.ts';
import { importPmdaemonState } from '../../ecosystem/import/pmdaemonState.ts';
import { languageOf } from '../../ecosystem/tree/parseTree.ts';
import type { SourceLanguage } from '../../ecosystem/tree/sourceTree.ts';
import type { CommandLine } from '../commandLine.ts';
import { commaList, jsonHelp } from '../options.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';

const formats = { js: 'javascript', ts: 'typescript', json: 'json', yaml: 'yaml', toml: 'toml' } as const;

export interface ImportFlags {
  readonly output?: string;
  readonly format: keyof typeof formats;
  readonly only?: readonly string[];
  readonly force: boolean;
  readonly json: boolean;
}

/**
 * Prints what another tool runs as an ecosystem file, or writes it where there is none. What could not be taken over
 * is told on stderr.
 */
export async function importApps(world: World, source: string, flags: ImportFlags): Promise<0> {
  const output =
    flags.output === undefined || flags.output === '-' ? null : path.resolve(world.cwd, flags.output);
  const language = output === null ? formats[flags.format] : languageFor(output);
  if (output !== null && existsSync(output) && !flags.force)
    throw new UserError(`"${output}" exists already. "--force" overwrites it; nothing was written.`);
  const { file, kind } = await findSource(world, source);
  const imported = chosen(await readSource(world, file, kind), flags.only ?? []);
  const folder = output === null ? world.cwd : path.dirname(output);
  const text = importText(imported, {
    language,
    isModule:
      /\.[cm]?js$/.test(output ?? '.js') &&
      !/\.cjs$/.test(output ?? '') &&
      (await isModuleFolder(folder, output)),
    folder,
    from: kind === 'pmdaemon' ? folder : path.dirname(file),
    heading: `Made of ${file} by drover import.`,
  });
  if (output !== null) await writeFile(output, text, { flag: flags.force ? 'w' : 'wx' });
  if (flags.json) {
    const apps = imported.apps.map((app) => Object.fromEntries(app.map(({ key, value }) => [key, value])));
    const document = { source: file, kind, output, apps, notes: imported.notes, text };
    world.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  } else world.stdout.write(output === null ? text : `${path.relative(world.cwd, output)}\n`);
  for (const { app, text: note } of imported.notes)
    world.stderr.write(`${app === null ? '' : `${app}: `}${note}\n`);
  return 0;
}

function languageFor(output: string): SourceLanguage {
  const language = languageOf(output);
  if (language === null)
    throw new UserError(`"${output}" must end in .js, .ts, .json, .yaml or .toml, as ecosystem files do.`, 2);
  return language;
}

interface Source {
  /** Absolute; of PMDaemon the folder. */
  readonly file: string;
  readonly kind: SourceKind;
}

/** What is in a folder that is named, the plainest first. */
const inFolder = /^(?:Procfile|(?:docker-)?compose\.ya?ml|package\.json|dump\.pm2)$/;

async function findSource(world: World, source: string): Promise<Source> {
  const home = world.env['HOME'] ?? homedir();
  if (source === 'pm2')
    return { file: path.join(world.env['PM2_HOME'] ?? path.join(home, '.pm2'), 'dump.pm2'), kind: 'pm2' };
  if (source === 'pmdaemon')
    return { file: world.env['PMDAEMON_HOME'] ?? path.join(home, '.pmdaemon'), kind: 'pmdaemon' };
  const file = path.resolve(world.cwd, source);
  const found = await stat(file).catch(() => null);
  if (found === null) throw new UserError(`The file "${source}" does not exist.`);
  if (!found.isDirectory()) return { file, kind: kindOf(source, file, await readFile(file, 'utf8')) };
  const names = (await readdir(file)).filter((name) => inFolder.test(name)).sort();
  const [first] = names;
  if (first !== undefined && names.length === 1) return findSource(world, path.join(source, first));
  if (names.length > 1)
    throw new UserError(`The folder "${source}" has ${names.join(' and ')}: name one of them.`, 2);
  return { file, kind: 'pmdaemon' };
}

function kindOf(source: string, file: string, text: string): SourceKind {
  const kind = sourceKind(file, text);
  if (kind === null)
    throw new UserError(
      `"${source}" is none of what can be imported: a dump.pm2, a Procfile, a compose file, a package.json, or the folder of PMDaemon.`,
    );
  return kind;
}

async function readSource(world: World, file: string, kind: SourceKind): Promise<Imported> {
  try {
    switch (kind) {
      case 'pm2':
        return importPm2Dump(await readFile(file, 'utf8'), world.env);
      case 'pmdaemon':
        return importPmdaemonState(await textsIn(file), world.cwd);
      default: {
        const folder = path.dirname(file);
        const project = {
          files: folderOnDisk(folder),
          folderName: path.basename(folder),
          fileName: path.basename(file),
        };
        if (kind === 'procfile') return await importProcfile(project);
        return await (kind === 'compose' ? importCompose(project) : importPackageScripts(project));
      }
    }
  } catch (error) {
    if (error instanceof ImportError)
      throw new UserError(`Nothing can be imported from ${file}. ${error.message}`);
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing && kind === 'pm2') throw new UserError(`There is no ${file}: "pm2 save" writes it.`);
    if (isMissing) throw new UserError(`There is no ${file}.`);
    throw error;
  }
}

/** Of the folder of PMDaemon, or of one of its files. */
async function textsIn(place: string): Promise<readonly string[]> {
  const names = (await stat(place)).isDirectory()
    ? (await readdir(place)).filter((name) => name.endsWith('.json')).map((name) => path.join(place, name))
    : [place];
  return await Promise.all(names.map((name) => readFile(name, 'utf8')));
}

function chosen({ apps, notes }: Imported, only: readonly string[]): Imported {
  if (only.length === 0) return { apps, notes };
  const nameOf = (app: Imported['apps'][number]): unknown => app.find(({ key }) => key === 'name')?.value;
  const kept = apps.filter((app) => only.includes(String(nameOf(app))));
  const names = new Set(kept.map(nameOf));
  const missing = only.filter((name) => !names.has(name));
  if (missing.length > 0)
    throw new UserError(`There is no app ${missing.map((name) => `"${name}"`).join(' or ')} in it.`);
  return { apps: kept, notes: notes.filter(({ app }) => app === null || names.has(app)) };
}

async function isModuleFolder(folder: string, output: string | null): Promise<boolean> {
  if (output?.endsWith('.mjs') === true) return true;
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => '');
  return recordOf(text)?.['type'] === 'module';
}

export function addImport({ program, world, run }: CommandLine): void {
  program
    .command('import')
    .description('make an ecosystem file of what another tool runs')
    .argument(
      '<source>',
      'pm2 (what "pm2 save" kept), pmdaemon, or a dump.pm2, Procfile, compose file or package.json',
    )
    .option(
      '-o, --output <file>',
      'write it here instead of printing it; its ending says what it is written in',
    )
    .addOption(
      new Option('--format <language>', 'what it is printed in').choices(Object.keys(formats)).default('js'),
    )
    .option('--only <names>', 'only these apps, separated by commas', commaList)
    .option('--force', 'overwrite the file when it is there', false)
    .option('--json', `${jsonHelp}: the apps, the text and what is to be known`, false)
    .action((source: string, flags: ImportFlags) => run(importApps(world, source, flags)));
}
