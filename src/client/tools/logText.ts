import { stripVTControlCharacters } from 'node:util';
import { maskSecrets } from '../../protocol/looksSecret.ts';
import type { LogLine } from '../../protocol/model.ts';

/** A line with the name of the instance that wrote it. */
export interface NamedLine extends LogLine {
  readonly name: string;
}

export interface LogText {
  readonly text: string;
  /** Lines of the text. */
  readonly shown: number;
}

const lineLimit = 500;
const longestSecret = 200;
/** C0 controls and DEL, tabs left alone: what escape sequences leave behind. */
const controls = /[\u0000-\u0008\u000a-\u001f\u007f]/g;

/** A line as a model may read it: no escape sequences, no values that look secret, not too long. */
export function cleanLine(text: string): string {
  const plain = stripVTControlCharacters(text).replace(controls, '');
  // Secrets are searched a bit further than is shown, so that the cut does not lay one open.
  const masked = maskSecrets(plain.slice(0, lineLimit + longestSecret));
  if (plain.length <= lineLimit) return masked;
  return `${masked.slice(0, lineLimit)}… (${plain.length - lineLimit} more characters)`;
}

/** The newest lines that fit into so many characters, oldest first. Times are UTC. */
export function logText(lines: readonly NamedLine[], limit: number): LogText {
  const hasSeveral = new Set(lines.map(({ name }) => name)).size > 1;
  const chosen: string[] = [];
  let length = 0;
  for (const { at, stream, name, text } of lines.toReversed()) {
    const source = hasSeveral ? `${name} ${stream}` : stream;
    const line = `${new Date(at).toISOString().slice(11, 23)} ${source} | ${cleanLine(text)}`;
    length += line.length + 1;
    if (length > limit && chosen.length > 0) break;
    chosen.push(line);
  }
  return { text: chosen.toReversed().join('\n'), shown: chosen.length };
}
