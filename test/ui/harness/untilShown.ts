import type { Locator } from 'playwright-core';

const attemptMs = 5000;

/**
 * Acts, and acts again, until what should come of it is shown (or gone): for what VS Code may give up by itself, and
 * for files whose watcher it has not begun yet.
 */
export async function untilShown(
  wanted: Locator,
  act: () => Promise<void>,
  state: 'visible' | 'detached' = 'visible',
): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await act();
    const isShown = await wanted
      .first()
      .waitFor({ state, timeout: attemptMs })
      .then(
        () => true,
        () => false,
      );
    if (isShown) return;
  }
  await wanted.first().waitFor({ state });
}
