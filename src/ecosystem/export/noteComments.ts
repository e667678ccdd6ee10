import type { ExportNote } from './exporter.ts';

/** Notes as the lines of a comment, without its marks, beneath the sentence that says where the file is from. */
export function noteComments(what: string, notes: readonly ExportNote[]): readonly string[] {
  const lines = notes.map(({ app, text }) => (app === null ? text : `${app}: ${text}`).replace(/\s+/g, ' '));
  return [`${what}, written by drover export.`, ...lines];
}
