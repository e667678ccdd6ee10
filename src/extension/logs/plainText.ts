import { stripVTControlCharacters } from 'node:util';

/** A line without the escape sequences of terminals, which nothing here renders. Of a line redrawn with carriage returns, the last state stays. */
export function plainText(line: string): string {
  const text = stripVTControlCharacters(line).trimEnd();
  return text.slice(text.lastIndexOf('\r') + 1);
}
