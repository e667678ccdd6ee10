import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Argument, Option } from 'commander';
import { fileChoices } from '../../ecosystem/create/fileChoices.ts';
import { folderOnDisk } from '../../ecosystem/create/folderOnDisk.ts';
import { newFileText } from '../../ecosystem/create/newFileText.ts';
import { proposeApps } from '../../ecosystem/create/proposeApps.ts';
import { isEcosystemFileName } from '../../ecosystem/fileNames.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import type { CommandLine } from '../commandLine.ts';

const formats = { js: 'javascript', ts: 'typescript', json: 'json', yaml: 'yaml', toml: 'toml' } as const;
export type InitFormat = keyof typeof formats;

export interface InitFlags {
  readonly format: InitFormat;
  /** With the example instead of what the folder has. */
  readonly simple: boolean;
}

/**
 * Writes an ecosystem file for the current folder, with what it seems to have to run, or an example where that is
 * nothing. Nothing is run for it, and no file is written over.
 */
export async function init(world: World, { format, simple }: InitFlags): Promise<0> {
  const there = (await readdir(world.cwd)).find(isEcosystemFileName);
  if (there !== undefined) {
    throw new UserError(
      `"${there}" is there already. It was left as it is; "drover check" says what is wrong with it.`,
    );
  }
  const choice = fileChoices.find(({ language }) => language === formats[format]);
  if (choice === undefined) throw new UserError(`No ecosystem file is written in ${format}.`, 2);
  const apps = simple ? [] : await preselected(world.cwd);
  const { text } = await newFileText(apps, choice, world.cwd);
  await writeFile(path.join(world.cwd, choice.fileName), text, { flag: 'wx' });
  const what = apps.length === 0 ? 'an example' : apps.map(({ name }) => name).join(', ');
  world.stdout.write(`Wrote ${choice.fileName} with ${what}. "drover start" runs it.\n`);
  return 0;
}

async function preselected(folder: string) {
  const files = folderOnDisk(folder);
  const proposals = await proposeApps({ files, folderName: path.basename(folder), dumped: [] });
  return proposals.filter(({ isPreselected }) => isPreselected);
}

export function addInit({ program, world, run }: CommandLine): void {
  program
    .command('init')
    .alias('ecosystem')
    .description('write an ecosystem file with what this folder has to run')
    .addArgument(new Argument('[mode]', 'simple: with an example instead').choices(['simple']))
    .addOption(
      new Option('--format <language>', 'what it is written in').choices(Object.keys(formats)).default('js'),
    )
    .action((mode: string | undefined, { format }: { format: InitFormat }) =>
      run(init(world, { format, simple: mode === 'simple' })),
    );
}
