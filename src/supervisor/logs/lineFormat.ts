import { compileDateFormat } from '../../ecosystem/dateFormat.ts';
import type { LogBlock } from './logBlock.ts';
import { decodeBlock } from './logBlock.ts';
import type { LogSpec } from '../../ecosystem/appSpec.ts';

/** What `log_type: json` tells of the app with each line. */
export interface LineOrigin {
  readonly app: string;
  readonly index: number;
}

/**
 * How the lines of an app go to its files, by `log_date_format` and `log_type`: the bytes to be written for a
 * block. Undefined when neither is set and bytes go to the files as they come.
 */
export function compileLineFormat(
  { json, dateFormat }: Pick<LogSpec, 'json' | 'dateFormat'>,
  origin: LineOrigin,
): ((block: LogBlock) => Buffer) | undefined {
  const stamp = dateFormat === null ? undefined : compileDateFormat(dateFormat);
  if (json) {
    return (block) =>
      joinLines(block, (text) =>
        JSON.stringify({
          message: text,
          timestamp: stamp?.(block.at) ?? new Date(block.at).toISOString(),
          type: block.stream,
          process_id: origin.index,
          app_name: origin.app,
        }),
      );
  }
  return stamp && ((block) => joinLines(block, (text) => `${stamp(block.at)}: ${text}`));
}

function joinLines(block: LogBlock, format: (text: string) => string): Buffer {
  let joined = '';
  for (const { text } of decodeBlock(block)) joined += `${format(text)}\n`;
  return Buffer.from(joined);
}
