import type { ExportedApp, ExportNote } from './exporter.ts';

const widest = 100;

/** A sentence as comments of a file whose comments start with `#`, broken where lines would get long. */
export function commentLines(text: string): readonly string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of text.split(/\s+/)) {
    if (line !== '#' && line.length + word.length >= widest) {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** What is said of no app that is in the file stands above them all. */
export function headNotes(notes: readonly ExportNote[], named: ReadonlySet<string>): readonly string[] {
  return notes
    .filter(({ app }) => app === null || !named.has(app))
    .flatMap(({ app, text }) => commentLines(app === null ? text : `${app}: ${text}`));
}

/** What is said of an app stands above its part, with its name where that has another one. */
export function appNotes(
  { app, name }: { readonly app: ExportedApp; readonly name: string },
  notes: readonly ExportNote[],
): readonly string[] {
  const own = notes.filter((note) => note.app === app.spec.name).map(({ text }) => text);
  return [...(app.spec.name === name ? [] : [`The app "${app.spec.name}".`]), ...own].flatMap(commentLines);
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `    ${line}`));
}

/** `name {`, the lines, `}`. */
export function block(opening: string, lines: readonly string[]): readonly string[] {
  return [`${opening} {`, ...indented(lines), '}'];
}
