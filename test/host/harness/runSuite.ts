import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeServerNode, vscodeServerEntry } from '../../../scripts/install/codeServer.ts';
import { root } from '../../../scripts/install/paths.ts';
import { launchBrowser } from '../../editor/browser.ts';
import { fewBuiltins } from '../../editor/builtins.ts';
import { speak } from '../../editor/language.ts';
import { Sandbox } from '../../editor/sandbox.ts';
import { EditorServer } from '../../../scripts/editor/editorServer.ts';
import { bundleHostTests } from './bundle.ts';
import type { HostCounts } from './runMocha.ts';

/** Tests that share one VS Code window: the `*.test.ts` files of a folder, on a copy of its `workspace/`. */
export interface HostSuite {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly string[];
  /** False for Restricted Mode. */
  readonly trusted: boolean;
  /** The display language of the window, when it is not English. */
  readonly language: string | undefined;
  /** Folders of further extensions, for a window with few of VS Code's own. */
  readonly extensions: readonly string[];
  /** True for a window with all that VS Code brings along. */
  readonly allBuiltins: boolean;
}

/** Suites whose window speaks another language, by their folders. */
const languages: Readonly<Record<string, string>> = { german: 'de' };

/** Stand-ins for extensions of the marketplace. */
const extensions: Readonly<Record<string, readonly string[]>> = {
  python: [`${root}/test/fixtures/extensions/debugpy`],
};

const suiteMs = 300_000;
/** Lines that tests write to the console with this in them are shown also when all is well. */
const figureMark = 'figure: ';

/** Runs one suite inside VS Code's extension host, with the extension loaded from this folder's `dist/`. */
export async function runSuite(suite: HostSuite): Promise<HostCounts> {
  const sandbox = await Sandbox.create();
  const report = join(sandbox.folder, 'report.txt');
  try {
    const workspace = join(sandbox.folder, 'workspace');
    await cp(join(suite.folder, 'workspace'), workspace, { recursive: true });
    const tests = await bundleHostTests(suite.name, suite.files);
    const exitCode = await openWindow(suite, sandbox, { workspace, tests, report });
    const counts = await readCounts(report);
    process.stdout.write(await readText(report));
    return exitCode === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } finally {
    await sandbox.dispose();
  }
}

/**
 * Nothing moves and nothing is drawn that no suite is about: it is drawn without a graphics card. In a browser VS Code
 * saves by itself what was left alone for a second, which a test that goes back to the file on disk may not take.
 */
const quietSettings = {
  'files.autoSave': 'off',
  'workbench.reduceMotion': 'on',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
};

interface WindowFiles {
  readonly workspace: string;
  /** The bundled tests. */
  readonly tests: string;
  readonly report: string;
}

/** Resolves with the exit code that VS Code reports: 0 when the tests passed. */
async function openWindow(suite: HostSuite, sandbox: Sandbox, files: WindowFiles): Promise<number> {
  const { workspace, tests, report } = files;
  const serverData = join(sandbox.folder, 'server');
  const machine = join(serverData, 'data', 'Machine');
  await mkdir(machine, { recursive: true });
  await writeFile(join(machine, 'settings.json'), JSON.stringify(quietSettings));
  const args = [
    vscodeServerEntry,
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    ...['--server-data-dir', serverData, '--disable-telemetry', '--enable-smoke-test-driver'],
    ...(suite.trusted ? ['--disable-workspace-trust'] : []),
    ...(suite.allBuiltins ? [] : await fewBuiltins(join(sandbox.folder, 'builtins'), suite.extensions)),
  ];
  const server = await EditorServer.start(codeServerNode, args, {
    ...sandbox.environment(),
    HOST_TEST_REPORT: report,
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    if (suite.language !== undefined) await speak(page, suite.language);
    const logs: string[] = [];
    await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
      logs.push(`[${type}] ${values.map(String).join(' ')}`);
    });
    const exited = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`Host suite "${suite.name}" did not end in ${suiteMs / 1000} s.`));
      }, suiteMs);
      const onExit = (code: number): void => {
        clearTimeout(timer);
        resolve(code);
      };
      page.exposeFunction('codeAutomationExit', onExit).catch(reject);
    });
    exited.catch(() => undefined);
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', `vscode-remote://remote${root}`],
      ['extensionTestsPath', `vscode-remote://remote${tests}`],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ]);
    await page.goto(`${server.url}/?${new URLSearchParams({ folder: workspace, payload }).toString()}`);
    const code = await exited.catch((error: unknown) => {
      logs.push(String(error));
      return 1;
    });
    for (const line of logs) if (line.includes(figureMark)) console.log(line);
    if (code !== 0) {
      const results = `${root}/test-results/host-${suite.name}`;
      await mkdir(results, { recursive: true });
      await page.screenshot({ path: `${results}/window.png` });
      await cp(join(serverData, 'data', 'logs'), `${results}/logs`, { recursive: true });
      console.log(
        logs
          .filter((line) => !line.includes('open-vsx'))
          .slice(-30)
          .join('\n'),
      );
      console.log(`Screenshot and logs: ${results}`);
    }
    return code;
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch(() => '');
}

async function readCounts(report: string): Promise<HostCounts> {
  const text = await readText(`${report}.json`);
  return text === '' ? { passed: 0, failed: 1 } : (JSON.parse(text) as HostCounts);
}

/** The suites of `test/host`: its own tests, and each folder in it that has a `workspace/`. */
export async function hostSuites(): Promise<HostSuite[]> {
  const folder = `${root}/test/host`;
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  const suites: HostSuite[] = [];
  for (const candidate of [folder, ...folders]) {
    const names = await readdir(candidate);
    const files = names.filter((name) => name.endsWith('.test.ts')).map((name) => join(candidate, name));
    if (files.length === 0 || !names.includes('workspace')) continue;
    const name = candidate === folder ? 'main' : candidate.slice(folder.length + 1);
    suites.push({
      name,
      folder: candidate,
      files: files.sort(),
      trusted: !name.startsWith('untrusted'),
      language: languages[name],
      extensions: extensions[name] ?? [],
      allBuiltins: name === 'language',
    });
  }
  return suites;
}
