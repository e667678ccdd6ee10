import type { Locator, Page } from 'playwright-core';
import { Notifications } from './notifications.ts';
import { OutputPanel } from './outputPanel.ts';
import { TreeView } from './treeView.ts';

const startMs = 60_000;
/** How long a window may take to restore its views. */
const settleMs = 1500;
const themes = { light: 'Light Modern', dark: 'Dark Modern' } as const;

/** One window of VS Code. */
export class Workbench {
  readonly page: Page;
  /** Drover's tree. */
  readonly tree: TreeView;
  readonly output: OutputPanel;
  readonly notifications: Notifications;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(30_000);
    this.tree = new TreeView(page, /Apps|Drover/);
    this.output = new OutputPanel(page);
    this.notifications = new Notifications(page);
  }

  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: startMs });
    await this.page.getByRole('tab', { name: /^Drover/ }).waitFor({ timeout: startMs });
  }

  /**
   * Opens Drover's view from the activity bar. A click while a reloaded window restores the view would close it
   * again, so look first, and click only as long as it is not there.
   */
  async openDrover(): Promise<void> {
    const view = this.page.locator('.part.sidebar').getByText('Drover: Apps', { exact: true });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const isThere = await view.waitFor({ timeout: settleMs }).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      await this.activityBarItem.locator('a').click();
    }
    await view.waitFor();
  }

  /** The icon of Drover in the activity bar, its badge included in the name. */
  get activityBarItem(): Locator {
    return this.page.getByRole('tab', { name: /^Drover/ });
  }

  /** The text shown instead of the tree. */
  get welcome(): Locator {
    return this.page.locator('.part.sidebar .welcome-view-content');
  }

  /** A button in the title of the view. */
  titleButton(name: string): Locator {
    return this.page.locator('.part.sidebar').getByRole('button', { name, exact: true });
  }

  statusBarItem(name: RegExp): Locator {
    return this.page.locator('.part.statusbar').getByRole('button', { name });
  }

  /** Runs a command by its full title in the command palette, such as `Drover: Start All`. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.fill(`>${title}`);
    await this.quickPick(title).click();
  }

  /** An entry of the open quick pick. */
  quickPick(name: string | RegExp): Locator {
    return this.page.locator('.quick-input-widget').getByRole('option', { name }).first();
  }

  /** Switches the colours through the command palette. */
  async setTheme(kind: keyof typeof themes): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input').fill(themes[kind]);
    await this.quickPick(themes[kind]).click();
    await this.page.locator(`.monaco-workbench.${kind === 'light' ? 'vs' : 'vs-dark'}`).waitFor();
  }

  /** Reloads the window, as the user's command does, and waits until it is back. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  /** Closes the window (the tab): its extension host lives on for hours. */
  async close(): Promise<void> {
    await this.page.close();
  }
}
