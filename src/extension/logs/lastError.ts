import type { LogLine } from '../../protocol/model.ts';
import { plainText } from './plainText.ts';

/** `TypeError: x`, `Uncaught [MyError: x]`, `panic: x`. */
const beginsError =
  /^\s*(?:Uncaught |Unhandled |\[)*(?:[A-Z_a-z][\w.$]*(?:Error|Exception)\b|panic:|thread '.*' panicked)/;
const traceback = /^\s*Traceback \(most recent call last\):/;
/** `    at run (x.js:1:2)`, `  File "x.py", line 3`, and what stands below such a line. */
const frame = /^\s+(?:at |File "|\S.*:\d+)/;
const continues = /^(?:\s+\S|\s*[\]}],?$)/;

/**
 * What went wrong last, as plain text: the last error with its stack trace, else the last lines of stderr that came
 * one after the other; undefined when there is neither.
 */
export function lastError(lines: readonly LogLine[]): string | undefined {
  const texts = lines.map(({ text }) => plainText(text));
  const [from, end] = lastTrace(texts) ?? lastStderr(lines) ?? [0, 0];
  return from === end ? undefined : texts.slice(from, end).join('\n');
}

type Range = readonly [from: number, end: number];

function lastTrace(texts: readonly string[]): Range | undefined {
  for (let last = texts.length - 1; last >= 0; last--) {
    const text = texts[last] ?? '';
    if (traceback.test(text)) return [last, endOf(texts, last + 1) + 1];
    if (!beginsError.test(text) || !frame.test(texts[last + 1] ?? '')) continue;
    // The error of a traceback stands below it.
    return [last, endOf(texts, last + 1)];
  }
  return undefined;
}

/** The first line from `at` on that does not belong to the trace any more. */
function endOf(texts: readonly string[], at: number): number {
  let end = at;
  while (end < texts.length && continues.test(texts[end] ?? '')) end += 1;
  return end;
}

function lastStderr(lines: readonly LogLine[]): Range | undefined {
  const last = lines.findLastIndex(({ stream, text }) => stream === 'err' && plainText(text) !== '');
  if (last < 0) return undefined;
  const before = lines.slice(0, last).findLastIndex(({ stream }) => stream !== 'err');
  return [before + 1, last + 1];
}
