import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Range, Uri, window } from 'vscode';
import type { SelectedInstance } from '../commands/selection.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';

/** Opens a log file of the instance at its end; of several that have something in them, the user picks one. */
export async function openLogFile({
  model,
  instance,
}: Pick<SelectedInstance, 'model' | 'instance'>): Promise<void> {
  const client = await model.connected();
  const { files } = await client.request('logs/read', { instance: instance.id, lines: 0 });
  const written = (await Promise.all(files.map(sizeOf))).filter(({ bytes }) => bytes > 0);
  const path = await pickFile(written, instance.name);
  if (path === undefined) return;
  const editor = await window.showTextDocument(Uri.file(path), { preview: true });
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.revealRange(new Range(end, end));
}

interface LogFileSize {
  readonly path: string;
  readonly bytes: number;
}

async function sizeOf(path: string): Promise<LogFileSize> {
  // A file is there once something has been written to it.
  const bytes = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  return { path, bytes };
}

async function pickFile(written: readonly LogFileSize[], name: string): Promise<string | undefined> {
  const [first, ...others] = written;
  if (first === undefined) throw new UserError(t('{0} has written no log file yet.', name));
  if (others.length === 0) return first.path;
  const items = written.map(({ path, bytes }) => ({
    label: basename(path),
    description: t('{0} KB in {1}', Math.ceil(bytes / 1024).toLocaleString('en'), dirname(path)),
    path,
  }));
  const placeHolder = t('The log file of {0} to open', name);
  return (await window.showQuickPick(items, { placeHolder }))?.path;
}
