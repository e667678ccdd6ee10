import type { LogLine } from '../../protocol/model.ts';
import type { LineBlock } from './lineFramer.ts';

/** Output of one instance as it is kept and passed around: undecoded until somebody looks. */
export interface LogBlock extends LineBlock {
  /** Epoch milliseconds of its arrival. */
  readonly at: number;
  readonly stream: 'out' | 'err';
  /** Which process said it; 0 when absent. */
  readonly launch?: number;
}

/** The lines of a block, without their ends. */
export function decodeBlock({ at, stream, bytes, skip, count }: LogBlock): LogLine[] {
  if (count === 0) return [];
  const texts = bytes.toString('utf8', skip).split('\n', count);
  return texts.map((text) => ({ at, stream, text: text.endsWith('\r') ? text.slice(0, -1) : text }));
}
