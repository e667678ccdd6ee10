import { homedir } from 'node:os';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { languages, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { WorkspaceFolder } from 'vscode';
import type { FileChoice } from '../../ecosystem/create/fileChoices.ts';
import { fileChoices } from '../../ecosystem/create/fileChoices.ts';
import { folderOnDisk } from '../../ecosystem/create/folderOnDisk.ts';
import { newFileText } from '../../ecosystem/create/newFileText.ts';
import { pm2DumpApps } from '../../ecosystem/create/pm2Dump.ts';
import type { Proposal } from '../../ecosystem/create/proposal.ts';
import { proposeApps } from '../../ecosystem/create/proposeApps.ts';
import { languageOf } from '../../ecosystem/tree/parseTree.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { extendFile, findFileIn, showAt } from './existingFile.ts';
import { pickApps, pickLanguage } from './pickApps.ts';

/**
 * Looks at what a folder has to run, asks which of it is wanted and in which language, and writes a first ecosystem
 * file. One that is there is opened, or gets what it lacks; nothing is ever written over.
 */
export async function createEcosystemFile(): Promise<void> {
  const title = t('Create Ecosystem File');
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) return createUntitled(title);
  const folder = folders.length === 1 ? folders[0] : await pickFolder();
  if (folder === undefined) return;
  const existing = await findFileIn(folder.uri);
  const proposals = await lookAround(folder);
  if (existing !== null && existing.getText().trim() !== '') return extendFile(existing, proposals);
  const placeHolder = t('The apps for the file. Without any it gets an example.');
  const apps = proposals.length === 0 ? [] : await pickApps(proposals, { title, placeHolder });
  if (apps === undefined) return;
  // A blank file is what somebody has made for this.
  const choice = existing === null ? await pickLanguage(title) : choiceOf(existing.uri.fsPath);
  if (choice === undefined) return;
  const uri = existing?.uri ?? Uri.joinPath(folder.uri, choice.fileName);
  if (existing === null && (await exists(uri))) {
    const sentence = t('"{0}" is there already and lists no apps. It was left as it is.', choice.fileName);
    throw new UserError(sentence);
  }
  const { text, firstApp } = await newFileText(apps, choice, folder.uri.fsPath);
  await workspace.fs.writeFile(uri, Buffer.from(text));
  await showAt(await workspace.openTextDocument(uri), firstApp);
}

/** Without a folder there is nothing to look at, and nowhere to write: an example, to be saved somewhere. */
async function createUntitled(title: string): Promise<void> {
  const choice = await pickLanguage(title);
  if (choice === undefined) return;
  const { text, firstApp } = await newFileText([], choice, null);
  const isKnown = (await languages.getLanguages()).includes(choice.language);
  const language = isKnown ? choice.language : 'plaintext';
  await showAt(await workspace.openTextDocument({ language, content: text }), firstApp);
}

function lookAround({ uri, name }: WorkspaceFolder): Thenable<readonly Proposal[]> {
  const options = { location: ProgressLocation.Window, title: t('Looking for apps…') };
  return window.withProgress(options, async () => {
    const dumped = await readDump(uri.fsPath);
    return proposeApps({ files: folderOnDisk(uri.fsPath), folderName: name, dumped });
  });
}

/** What `pm2 save` has left. */
async function readDump(folder: string): Promise<readonly Proposal[]> {
  const home = process.env['PM2_HOME'] ?? path.join(homedir(), '.pm2');
  const file = path.join(home, 'dump.pm2');
  // Most people have none.
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? [] : pm2DumpApps(text, { folder, path: file });
}

/** What a file of this name is written in. */
function choiceOf(file: string): FileChoice | undefined {
  const choice = fileChoices.find(({ language }) => language === languageOf(file));
  return choice && { ...choice, fileName: path.basename(file) };
}

function pickFolder(): Thenable<WorkspaceFolder | undefined> {
  return window.showWorkspaceFolderPick({ placeHolder: t('The folder for the new ecosystem file') });
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'FileNotFound') return false;
    throw error;
  }
}
