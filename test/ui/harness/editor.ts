import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { codeServerEntry, codeServerNode } from '../../../scripts/install/codeServer.ts';
import { root } from '../../../scripts/install/paths.ts';
import { launchBrowser } from '../../editor/browser.ts';
import { fewBuiltins } from '../../editor/builtins.ts';
import { Sandbox } from '../../editor/sandbox.ts';
import { EditorServer } from '../../../scripts/editor/editorServer.ts';
import { installedOnce } from './installedOnce.ts';
import { Workbench } from './workbench.ts';

export interface EditorOptions {
  /** Copied into the sandbox and opened; a path relative to the repository. Absent: no folder is opened. */
  readonly folder?: string;
  /**
   * Opens a workspace of several folders instead: each is copied to the folder of its name below `folder`, which is
   * not opened itself.
   */
  readonly folders?: Readonly<Record<string, string>>;
  /** True for a window with all that VS Code brings along, such as TypeScript's own completion. */
  readonly allBuiltins?: boolean;
  /** False leaves the extension out, to see what VS Code is without it. */
  readonly installed?: boolean;
  /** User settings besides the harness's own. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False shows Restricted Mode until somebody trusts the folder. */
  readonly trusted?: boolean;
  /** Added to the environment of the editor, and so of supervisors and apps. */
  readonly env?: Readonly<Record<string, string>>;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  // No picture shows colours that are on their way to others.
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  // Only this renderer draws terminals as text that tests can read.
  'terminal.integrated.gpuAcceleration': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  // A busy machine may take longer than the usual lease to open the next window, or to see that a file has changed.
  'drover.lease': '5 min',
};

/** What a window shows, as a parameter of its address. */
export type WindowTarget =
  | { readonly folder: string }
  | { readonly workspace: string }
  /** A file in a window without a folder. */
  | { readonly file: string }
  | 'nothing';

const windowSize = { width: 1280, height: 800 };
/** On one machine, to compress 20 MB for each window and to take them apart again only takes time. */
const uncompressed = { 'accept-encoding': 'identity' };

/** A VS Code in a sandbox with the packaged extension in it, as a user would have installed it. */
export class Editor {
  readonly sandbox: Sandbox;
  /** The opened folder: a copy, so a test may write into it. */
  readonly folder: string;
  readonly #options: EditorOptions;
  #server: EditorServer | undefined;
  #browser: Browser | undefined;
  #extensions: readonly string[] = [];
  readonly #pages: Page[] = [];

  private constructor(sandbox: Sandbox, options: EditorOptions) {
    this.sandbox = sandbox;
    this.folder = join(sandbox.folder, 'workspace');
    this.#options = options;
  }

  /** Has the VSIX installed, starts the server and the browser. Open a window with `openWindow`. */
  static async start(options: EditorOptions = {}): Promise<Editor> {
    const editor = new Editor(await Sandbox.create(), options);
    try {
      await mkdir(editor.folder);
      if (options.folder !== undefined)
        await cp(join(root, options.folder), editor.folder, { recursive: true });
      await editor.#copyFolders(options.folders ?? {});
      await editor.configure({});
      // A window follows the file only if it was there when the window opened.
      await editor.configureMachine({});
      editor.#extensions = await editor.#extensionArguments();
      await editor.startServer();
      editor.#browser = await launchBrowser();
      return editor;
    } catch (error) {
      await editor.dispose();
      throw error;
    }
  }

  /** Copies the installed VSIX, as tests may install more, and says where it is. */
  async #extensionArguments(): Promise<string[]> {
    const { installed, allBuiltins } = this.#options;
    const folder = join(this.sandbox.folder, 'extensions');
    if (installed !== false) {
      await cp(await installedOnce(this.sandbox.environment()), folder, { recursive: true });
    }
    const builtins = allBuiltins === true ? [] : await fewBuiltins(join(this.sandbox.folder, 'builtins'));
    return ['--extensions-dir', folder, ...builtins];
  }

  /** The file of the workspace that a test with `folders` opens. */
  get workspaceFile(): string {
    return join(this.folder, 'test.code-workspace');
  }

  async #copyFolders(folders: Readonly<Record<string, string>>): Promise<void> {
    const names = Object.keys(folders);
    for (const [name, from] of Object.entries(folders)) {
      await cp(join(root, from), join(this.folder, name), { recursive: true });
    }
    if (names.length === 0) return;
    await writeFile(this.workspaceFile, JSON.stringify({ folders: names.map((path) => ({ path })) }));
  }

  get #userData(): string {
    return join(this.sandbox.folder, 'user');
  }

  #environment(): NodeJS.ProcessEnv {
    return { ...this.sandbox.environment(), ...this.#options.env };
  }

  #serverArguments(): string[] {
    const trust = this.#options.trusted === false ? [] : ['--disable-workspace-trust'];
    return [
      codeServerEntry,
      ...['--user-data-dir', this.#userData, ...this.#extensions],
      ...['--config', join(this.sandbox.folder, 'code-server.yaml'), '--disable-telemetry', ...trust],
    ];
  }

  /** Starts the server again after `stopServer`. */
  async startServer(): Promise<void> {
    const listen = ['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-update-check'];
    this.#server = await EditorServer.start(
      codeServerNode,
      [...this.#serverArguments(), ...listen],
      this.#environment(),
    );
  }

  /** SIGTERM to the editor's server: what a shutdown or a closed desktop window is to the extension. */
  async stopServer(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  /** Replaces the user settings (the harness's own stay). A window reads them when it opens or reloads. */
  async configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#write('User', { ...quietSettings, ...this.#options.settings, ...settings });
  }

  /** Replaces the settings of the machine, which win over the user's. Windows that are open follow them at once. */
  async configureMachine(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#write('Machine', settings);
  }

  async #write(level: 'User' | 'Machine', settings: Readonly<Record<string, unknown>>): Promise<void> {
    const folder = join(this.#userData, level);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
  }

  /** Opens a window (a browser page), on what the test is about unless told, and waits until VS Code shows it. */
  async openWindow(target: WindowTarget = this.#target()): Promise<Workbench> {
    if (!this.#browser || !this.#server) throw new Error('The editor is not running.');
    const page = await this.#browser.newPage({ viewport: windowSize, extraHTTPHeaders: uncompressed });
    this.#pages.push(page);
    await page.goto(`${this.#server.url}/?${addressOf(target, `127.0.0.1:${this.#server.port}`)}`);
    const workbench = new Workbench(page, (name) => this.configureMachine({ 'workbench.colorTheme': name }));
    await workbench.waitUntilReady(this.#options.installed !== false);
    return workbench;
  }

  #target(): WindowTarget {
    if (this.#options.folders !== undefined) return { workspace: this.workspaceFile };
    return this.#options.folder === undefined ? 'nothing' : { folder: this.folder };
  }

  /** Kills the processes that draw the windows, which are then closed. */
  async crashWindows(): Promise<void> {
    for (const page of this.#pages.splice(0)) {
      const crashed = page.waitForEvent('crash');
      const session = await page.context().newCDPSession(page);
      // Nobody is left to answer.
      session.send('Page.crash').catch(() => undefined);
      await crashed;
      await page.close();
    }
  }

  /** Keeps a screenshot of every window and the logs of editor and supervisor in `test-results/<name>`. */
  async keepEvidence(name: string): Promise<string> {
    const results = join(root, 'test-results', name.replace(/[^\w-]+/g, '-').toLowerCase());
    await mkdir(results, { recursive: true });
    for (const [index, page] of this.#pages.entries()) {
      if (!page.isClosed()) await page.screenshot({ path: join(results, `window-${index + 1}.png`) });
    }
    await writeFile(join(results, 'server.txt'), this.#server?.output() ?? 'not running');
    await keepFolder(join(this.#userData, 'logs'), join(results, 'logs'));
    await keepFolder(this.sandbox.stateDir, join(results, 'state'));
    return results;
  }

  /** Closes the browser, ends the server and every supervisor, removes the sandbox. */
  async dispose(): Promise<void> {
    await this.#browser?.close();
    await this.stopServer();
    await this.sandbox.dispose();
  }
}

/** `host` is how VS Code calls the machine that its files are on. */
function addressOf(target: WindowTarget, host: string): string {
  if (target === 'nothing') return 'ew=true';
  if ('file' in target) {
    const payload = JSON.stringify([['openFile', `vscode-remote://${host}${target.file}`]]);
    return new URLSearchParams({ ew: 'true', payload }).toString();
  }
  return new URLSearchParams(target).toString();
}

async function keepFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true }).catch((error: unknown) => {
    console.log(`Not kept: ${String(error)}`);
  });
}
