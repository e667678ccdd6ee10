import type { DocumentFilter, Uri } from 'vscode';
import { RelativePattern, workspace } from 'vscode';
import { ecosystemGlob } from '../../ecosystem/fileNames.ts';
import { readFolderSettings } from '../settings.ts';

/**
 * The documents that may be ecosystem files, by their names: also those that were never saved, and what the user's
 * patterns name. Of no language: TOML is none to VS Code, and the others are other tools' too.
 */
export function ecosystemDocuments(): DocumentFilter[] {
  const named = ['file', 'untitled'].map((scheme) => ({ scheme, pattern: ecosystemGlob }));
  const patterns = (workspace.workspaceFolders ?? []).flatMap(({ uri }) => patternsOf(uri));
  return [...named, ...patterns.map((pattern) => ({ scheme: 'file', pattern }))];
}

/** A glob without a slash is meant for every folder below. */
function patternsOf(folder: Uri): RelativePattern[] {
  return readFolderSettings(folder).patterns.map((glob) => {
    const pattern = glob.replace(/^\.?\//, '');
    return new RelativePattern(folder, glob.includes('/') ? pattern : `**/${pattern}`);
  });
}
