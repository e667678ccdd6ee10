import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 50;

/** Reads until the text fits, for things that change on screen without an event. Throws the last text read. */
export async function expectSoon(
  read: () => Promise<string>,
  pattern: RegExp,
  timeoutMs = 30_000,
): Promise<string> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const text = await read();
    if (pattern.test(text)) return text;
    if (Date.now() > until) throw new Error(`Expected ${pattern.source}, saw: ${text}`);
    await delay(pollMs);
  }
}
