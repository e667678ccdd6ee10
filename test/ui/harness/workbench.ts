import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../../../scripts/install/paths.ts';
import { DebugToolbar } from './debugToolbar.ts';
import { EditorArea } from './editorArea.ts';
import { Notifications } from './notifications.ts';
import { OutputPanel } from './outputPanel.ts';
import { QuickInput } from './quickInput.ts';
import { TerminalPanel } from './terminalPanel.ts';
import type { Theme } from './theme.ts';
import { picturedThemes, themes } from './theme.ts';
import { TreeView } from './treeView.ts';
import { untilShown } from './untilShown.ts';

const startMs = 60_000;
/** How long a window may take to restore its views. */
const settleMs = 1500;

/** Writes the colour theme into the settings; every window of the editor follows. */
type ThemeSwitch = (name: string) => Promise<void>;

/** One window of VS Code. */
export class Workbench {
  readonly page: Page;
  /** Drover's tree. */
  readonly tree: TreeView;
  readonly output: OutputPanel;
  readonly notifications: Notifications;
  readonly quickInput: QuickInput;
  readonly editors: EditorArea;
  readonly terminal: TerminalPanel;
  readonly debugToolbar: DebugToolbar;
  readonly #switchTheme: ThemeSwitch;

  constructor(page: Page, switchTheme: ThemeSwitch) {
    this.page = page;
    page.setDefaultTimeout(30_000);
    this.tree = new TreeView(page, 'Apps');
    this.output = new OutputPanel(page);
    this.notifications = new Notifications(page);
    this.quickInput = new QuickInput(page);
    this.editors = new EditorArea(page);
    this.terminal = new TerminalPanel(page);
    this.debugToolbar = new DebugToolbar(page);
    this.#switchTheme = switchTheme;
  }

  async waitUntilReady(isInstalled = true): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: startMs });
    if (isInstalled) await this.page.getByRole('tab', { name: /^Drover/ }).waitFor({ timeout: startMs });
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

  /** The document of the webview that is shown; it lies two frames deep. */
  get webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Runs a command by its full title in the command palette, such as `Drover: Start All`. */
  async runCommand(title: string): Promise<void> {
    // The palette lists what is enabled when it opens, and no more.
    let isOpen = false;
    await untilShown(this.quickPick(title), async () => {
      if (isOpen) await this.page.keyboard.press('Escape');
      isOpen = true;
      await this.page.keyboard.press('F1');
      await this.quickInput.fill(`>${title}`);
    });
    await this.quickPick(title).click();
  }

  /** Runs a task by its label, `drover: start web`. */
  async runTask(label: string): Promise<void> {
    await this.runCommand('Tasks: Run Task');
    await this.quickInput.fill(label);
    await this.quickInput.pick(label);
  }

  /** An entry of the open quick pick. */
  quickPick(name: string | RegExp): Locator {
    return this.quickInput.entry(name);
  }

  /** Trusts the folder of a window in Restricted Mode, as somebody does who reads what it means first. */
  async grantTrust(): Promise<void> {
    await this.runCommand('Workspaces: Manage Workspace Trust');
    await this.page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: 'Trust', exact: true })
      .click();
    await this.page
      .locator('.part.statusbar')
      .getByRole('button', { name: /Restricted Mode/ })
      .waitFor({ state: 'hidden' });
    await this.page.locator('.monaco-modal-editor-block .codicon-close').first().click();
    await this.page.locator('.workspace-trust-editor').waitFor({ state: 'hidden' });
  }

  /** Switches the colours through the settings: focus, menus and lists stay as they are. */
  async setTheme(theme: Theme): Promise<void> {
    await this.#switchTheme(themes[theme].setting);
    await this.page.locator(`.monaco-workbench.${themes[theme].mark}`).waitFor();
  }

  /**
   * Takes the window as it is in light, dark and high contrast: `test-results/screenshots/<name>-<theme>.png`.
   * Leaves it in the last.
   */
  async screenshots(name: string): Promise<void> {
    const folder = join(root, 'test-results', 'screenshots');
    await mkdir(folder, { recursive: true });
    for (const theme of picturedThemes) {
      await this.setTheme(theme);
      await this.screenshot(join(folder, `${name}-${theme}.png`));
    }
  }

  /** Reloads the window by the user's command, which lets VS Code keep what editors remember, and waits until it is back. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await loaded;
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
