import path from 'node:path';
import { languages, Uri, window, workspace } from 'vscode';
import { livePorts } from '../../client/livePorts.ts';
import { ExportError } from '../../ecosystem/export/exportError.ts';
import type { Exported, ExportNote } from '../../ecosystem/export/exporter.ts';
import type { ExportFormat } from '../../ecosystem/export/formats.ts';
import { readDocument } from '../../ecosystem/export/readDocument.ts';
import { filesThere, streamOf, writeFiles } from '../../ecosystem/export/writeFiles.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { CommandContext } from '../commands/command.ts';
import { t } from '../localise.ts';
import { messages } from '../messages.ts';
import { UserError } from '../userError.ts';
import { askExport, askFolder, pickExportedApps } from './askExport.ts';
import type { ExportWish } from './askExport.ts';

/** Makes files of another tool of apps, after asking for which and how; shows them, or writes them into a folder. */
export async function exportApps(context: CommandContext, args: readonly unknown[]): Promise<void> {
  const chosen = await pickExportedApps(context, args);
  if (chosen === undefined) return;
  const { model, apps } = chosen;
  const wish = await askExport(apps);
  if (wish === undefined) return;
  const folder = wish.writes ? await askFolder(model.folder) : model.folder;
  if (folder === undefined) return;
  const client = await model.connected();
  const targets = apps.map(({ id }) => id);
  const { profile } = wish;
  const answer = await client.request('apps/specs', { targets, profile });
  const place = { folder, profile, livePorts: livePorts(model.view.snapshot) };
  const exported = makeFiles(() => wish.format.export(answer.apps.map(readDocument), wish.values, place));
  const problems = answer.problems.map((problem): ExportNote => ({
    app: problem.app ?? null,
    text: describeProblem(problem, t),
  }));
  await (wish.writes ? write(exported, folder) : show(exported, wish.format));
  tellNotes([...problems, ...exported.notes], wish);
}

function makeFiles(make: () => Exported): Exported {
  try {
    return make();
  } catch (error) {
    if (error instanceof ExportError) throw new UserError(error.message);
    throw error;
  }
}

/** Documents that are saved nowhere yet; one, where the files can be one text. */
async function show({ files }: Exported, { separator }: ExportFormat): Promise<void> {
  const stream = streamOf(files, separator);
  const [first] = files;
  const shown = stream === null || first === undefined ? files : [{ path: first.path, text: stream }];
  for (const file of shown) {
    const language = await languageOf(file.path);
    const document = await workspace.openTextDocument({ language, content: file.text });
    await window.showTextDocument(document, { preview: false });
  }
}

const languageByEnding: Readonly<Record<string, string>> = {
  '.yaml': 'yaml',
  '.json': 'json',
  '.js': 'javascript',
  '.toml': 'toml',
  '.conf': 'properties',
  '.service': 'ini',
};

async function languageOf(file: string): Promise<string> {
  const language = languageByEnding[path.extname(file)] ?? 'plaintext';
  return (await languages.getLanguages()).includes(language) ? language : 'plaintext';
}

async function write({ files }: Exported, folder: string): Promise<void> {
  const there = filesThere(files, folder).map((file) => path.relative(folder, file));
  if (there.length > 0) {
    const overwrite = t('Overwrite');
    const question = t('{0} exists already in "{1}".', there.join(', '), folder);
    const answer = await messages.question(question, {}, overwrite);
    if (answer !== overwrite) return;
  }
  const [first] = await writeFiles(files, folder);
  if (first !== undefined) await window.showTextDocument(Uri.file(first), { preview: false });
}

/** What the other tool cannot do is a comment in most files, and a document of its own on request. */
function tellNotes(notes: readonly ExportNote[], { format }: ExportWish): void {
  if (notes.length === 0) return;
  const showNotes = t('Show Notes');
  const sentence =
    notes.length === 1
      ? t('Exported to {0}. One thing is different there.', format.title)
      : t('Exported to {0}. {1} things are different there.', format.title, notes.length);
  void messages.information(sentence, showNotes).then(async (answer) => {
    if (answer !== showNotes) return;
    const content = notes.map(({ app, text }) => (app === null ? text : `${app}: ${text}`)).join('\n');
    await window.showTextDocument(await workspace.openTextDocument({ content: `${content}\n` }));
  });
}
