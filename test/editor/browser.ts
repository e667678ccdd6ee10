import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/install/systemTools.ts';

/** Starts the installed Chromium without a window, and without its own calls to the network. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('No Chromium found; "npm test" installs it.');
  return await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
