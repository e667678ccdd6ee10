import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { codeServerEntry, codeServerNode } from '../../../scripts/install/codeServer.ts';
import { command } from '../../../scripts/install/command.ts';
import { root } from '../../../scripts/install/paths.ts';
import { vsixPath } from '../../../scripts/packageVsix.ts';
import { launchBrowser } from '../../editor/browser.ts';
import { Sandbox } from '../../editor/sandbox.ts';
import { EditorServer } from '../../../scripts/editor/editorServer.ts';
import { Workbench } from './workbench.ts';

export interface EditorOptions {
  /** Copied into the sandbox and opened; a path relative to the repository. Absent: no folder is opened. */
  readonly folder?: string;
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
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
};

const windowSize = { width: 1280, height: 800 };

/** A VS Code in a sandbox with the packaged extension in it, as a user would have installed it. */
export class Editor {
  readonly sandbox: Sandbox;
  /** The opened folder: a copy, so a test may write into it. */
  readonly folder: string;
  readonly #options: EditorOptions;
  #server: EditorServer | undefined;
  #browser: Browser | undefined;
  readonly #pages: Page[] = [];

  private constructor(sandbox: Sandbox, options: EditorOptions) {
    this.sandbox = sandbox;
    this.folder = join(sandbox.folder, 'workspace');
    this.#options = options;
  }

  /** Installs the VSIX, starts the server and the browser. Open a window with `openWindow`. */
  static async start(options: EditorOptions = {}): Promise<Editor> {
    const editor = new Editor(await Sandbox.create(), options);
    try {
      await mkdir(editor.folder);
      if (options.folder !== undefined)
        await cp(join(root, options.folder), editor.folder, { recursive: true });
      await editor.configure({});
      await command(codeServerNode, [...editor.#serverArguments(), '--install-extension', vsixPath], {
        env: editor.#environment(),
      });
      await editor.startServer();
      editor.#browser = await launchBrowser();
      return editor;
    } catch (error) {
      await editor.dispose();
      throw error;
    }
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
      ...['--user-data-dir', this.#userData, '--extensions-dir', join(this.sandbox.folder, 'extensions')],
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
    const folder = join(this.#userData, 'User');
    await mkdir(folder, { recursive: true });
    const all = { ...quietSettings, ...this.#options.settings, ...settings };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(all, null, 2));
  }

  /** Opens a window (a browser page) on the folder and waits until VS Code shows it. A second call is a second window. */
  async openWindow(): Promise<Workbench> {
    if (!this.#browser || !this.#server) throw new Error('The editor is not running.');
    const page = await this.#browser.newPage({ viewport: windowSize });
    this.#pages.push(page);
    const query =
      this.#options.folder === undefined ? 'ew=true' : `folder=${encodeURIComponent(this.folder)}`;
    await page.goto(`${this.#server.url}/?${query}`);
    const workbench = new Workbench(page);
    await workbench.waitUntilReady();
    return workbench;
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

async function keepFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true }).catch((error: unknown) => {
    console.log(`Not kept: ${String(error)}`);
  });
}
