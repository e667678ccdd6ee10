import type { LogLine } from '../../protocol/model.ts';
import { plainText } from './plainText.ts';

/**
 * A line as a channel or a document of the language `drover-log` has it: plain, after the name of its instance where
 * there are several. A line of stderr ends in a space, which the grammar colours it by and nobody has to see, copy
 * around or cut off; no other line does.
 */
export function channelText({ stream, text }: Pick<LogLine, 'stream' | 'text'>, name: string | null): string {
  const prefix = name === null ? '' : `${name} | `;
  return `${prefix}${plainText(text)}`.trimEnd() + (stream === 'err' ? ' ' : '');
}
