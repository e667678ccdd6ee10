import type { Locator } from 'playwright-core';

const attemptMs = 5000;

/** Acts, and acts again, until what should come of it is shown: for what VS Code may give up by itself. */
export async function untilShown(wanted: Locator, act: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await act();
    const isShown = await wanted
      .first()
      .waitFor({ timeout: attemptMs })
      .then(
        () => true,
        () => false,
      );
    if (isShown) return;
  }
  await wanted.first().waitFor();
}
