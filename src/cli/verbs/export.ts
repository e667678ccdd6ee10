import path from 'node:path';
import type { Command } from 'commander';
import { ExportError } from '../../ecosystem/export/exportError.ts';
import type { Exported, ExportedFile } from '../../ecosystem/export/exporter.ts';
import { exportFormats } from '../../ecosystem/export/formats.ts';
import type { ExportFormat, ExportValues } from '../../ecosystem/export/formats.ts';
import { ExportValueError } from '../../ecosystem/export/optionValues.ts';
import { filesThere, streamOf, writeFiles } from '../../ecosystem/export/writeFiles.ts';
import type { CommandLine } from '../commandLine.ts';
import { readApps } from '../export/readApps.ts';
import { commaList, jsonHelp, profileHelp } from '../options.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';

export interface ExportFlags {
  /** A folder, or `-` for stdout. */
  readonly output: string;
  readonly profile: string | null;
  readonly only: readonly string[];
  readonly force: boolean;
  readonly json: boolean;
}

/**
 * Prints apps as files of another tool, or writes them into a folder. What the tool cannot do is told on stderr,
 * whatever happens to the files.
 */
export async function exportApps(
  world: World,
  format: ExportFormat,
  names: readonly string[],
  { values, ...flags }: ExportFlags & { readonly values: ExportValues },
): Promise<0> {
  const { apps, livePorts } = await readApps(world, names, flags);
  const isPrinted = flags.output === '-';
  const folder = isPrinted ? world.cwd : path.resolve(world.cwd, flags.output);
  const exported = makeFiles(() =>
    format.export(apps, values, { folder, livePorts, profile: flags.profile }),
  );
  const written = isPrinted ? [] : await write(exported.files, folder, flags.force);
  if (flags.json) world.stdout.write(`${JSON.stringify(exported, undefined, 2)}\n`);
  else if (isPrinted) world.stdout.write(printed(format, exported));
  else for (const file of written) world.stdout.write(`${path.relative(world.cwd, file)}\n`);
  for (const { app, text } of exported.notes)
    world.stderr.write(`${app === null ? '' : `${app}: `}${text}\n`);
  return 0;
}

function makeFiles(make: () => Exported): Exported {
  try {
    return make();
  } catch (error) {
    if (error instanceof ExportValueError) throw new UserError(error.message, 2);
    if (error instanceof ExportError) throw new UserError(error.message);
    throw error;
  }
}

function printed({ separator, title }: ExportFormat, { files }: Exported): string {
  const text = streamOf(files, separator);
  if (text !== null) return text;
  const names = files.map((file) => file.path).join(', ');
  throw new UserError(`${title} needs several files (${names}). Name a folder for them by "--output".`, 2);
}

/** Nothing is written when one of them is there already, unless that is wanted. */
async function write(
  files: readonly ExportedFile[],
  folder: string,
  force: boolean,
): Promise<readonly string[]> {
  const there = force ? [] : filesThere(files, folder);
  if (there.length === 0) return await writeFiles(files, folder);
  const names = there.map((file) => `"${file}"`).join(', ');
  const [verb, it] = there.length === 1 ? ['exists', 'it'] : ['exist', 'them'];
  throw new UserError(`${names} ${verb} already. "--force" overwrites ${it}; nothing was written.`);
}

interface ExportOptions {
  readonly output: string;
  readonly env?: string;
  readonly only?: string[];
  readonly force: boolean;
  readonly json: boolean;
}

export function addExport({ program, world, run }: CommandLine): void {
  const verb = program
    .command('export')
    .description('print apps as files of another tool; what it cannot do is said on stderr');
  for (const format of exportFormats) {
    addFormatOptions(verb.command(format.name), format)
      .description(format.description)
      .argument('[file|name...]', 'ecosystem files, and names of apps (all of the folder when none is named)')
      .option('-o, --output <folder>', 'write the files into this folder; - prints them', '-')
      .option('--force', 'overwrite files that are there', false)
      .option('--env <profile>', profileHelp)
      .option('--only <names>', 'only these apps, separated by commas', commaList)
      .option('--json', `${jsonHelp}: the files and what is to be known`, false)
      .action((names: string[], options: ExportOptions) =>
        run(
          exportApps(world, format, names, {
            ...options,
            profile: options.env ?? null,
            only: options.only ?? [],
            values: valuesOf(format, options),
          }),
        ),
      );
  }
}

function addFormatOptions(command: Command, { options }: ExportFormat): Command {
  for (const { name, value, description } of options) {
    command.option(value === null ? `--${name}` : `--${name} <${value}>`, description);
  }
  return command;
}

/** What was given for the format's own options, by the names that commander makes of theirs. */
function valuesOf({ options }: ExportFormat, parsed: object): ExportValues {
  const given = new Map<string, unknown>(Object.entries(parsed));
  const entries = options.flatMap(({ name }): [string, string | true][] => {
    const isNegative = name.startsWith('no-');
    const value = given.get(camelCase(isNegative ? name.slice('no-'.length) : name));
    if (isNegative) return value === false ? [[name, true]] : [];
    return typeof value === 'string' || value === true ? [[name, value]] : [];
  });
  return Object.fromEntries(entries);
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
