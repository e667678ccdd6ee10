import type { Locator } from 'playwright-core';
import { expectSoon } from './expectSoon.ts';

const attemptMs = 5000;
const attempts = 5;

/** Acts, and acts again, until what should come of it is shown: for what VS Code may give up by itself. */
export async function untilShown(wanted: Locator, act: () => Promise<void>): Promise<void> {
  await untilIt(() => wanted.first().waitFor({ timeout: attemptMs }), act);
}

/** The same where a text has to fit, as for a file that VS Code may not watch yet when it is written. */
export async function untilText(
  read: () => Promise<string>,
  pattern: RegExp,
  act: () => Promise<void>,
): Promise<void> {
  await untilIt(() => expectSoon(read, pattern, attemptMs), act);
}

async function untilIt(happens: () => Promise<unknown>, act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt < attempts; attempt += 1) {
    await act();
    const hasHappened = await happens().then(
      () => true,
      () => false,
    );
    if (hasHappened) return;
  }
  await act();
  await happens();
}
