/** Sequences as terminals take them apart: control sequences, strings up to their end, two-character escapes. */
const sequence =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]?|[PX\]^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|[ -/]*[0-~]?)|\u009b[0-?]*[ -/]*[@-~]?|[\u0090\u0098\u009d-\u009f][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?/g;
/** Colours and styles, and a line that is written anew. */
const harmless = /^\u001b\[(?:[\d;:]*m|0?K)$/;
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/;
const controls = new RegExp(control, 'g');
const escape = '\u001b';

/**
 * What a program wrote, as a terminal may be given it: its colours stay, and everything else that a terminal obeys is
 * left out: titles, the clipboard, the cursor, questions that it answers as if somebody typed. Lines, tabs and
 * carriage returns stay.
 */
export function colouredText(text: string): string {
  const isPlain = !text.includes(escape) && !control.test(text);
  if (isPlain) return text;
  const kept = text.replace(sequence, (found) => (harmless.test(found) ? found : ''));
  return kept.replace(controls, '');
}
