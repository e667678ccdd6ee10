// Usage: npm start [-- --folder <path>] [--no-open] [--port <n>]. Opens a VS Code with Drover in it.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from './buildAll.ts';
import { installExtension, startBrowserEditor } from './editor/browserEditor.ts';
import { findDesktopEditor, openDesktopEditor } from './editor/desktopEditor.ts';
import { openBrowser } from './editor/openBrowser.ts';
import { installCodeServer } from './install/codeServer.ts';
import { root } from './install/paths.ts';
import { progress } from './install/progress.ts';
import { packageVsix } from './packageVsix.ts';

const usage = `npm start [-- options]
  --folder <path>  open this folder (default: examples)
  --port <n>       serve VS Code for the browser on this port of 127.0.0.1
  --no-open        serve it and only print the URL
Without --port and --no-open a desktop code, codium or cursor on PATH is preferred.`;

interface StartOptions {
  readonly folder: string;
  readonly port: number | undefined;
  readonly open: boolean;
}

/** Reads the command line; undefined when only help was asked for. Throws a sentence about a wrong option. */
function readOptions(): StartOptions | undefined {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: `${root}/examples` },
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
    throw new Error(`--port needs a number from 1 to 65535, not "${values.port ?? ''}".`);
  }
  return { folder: resolve(process.env['INIT_CWD'] ?? '.', values.folder), port, open: !values['no-open'] };
}

async function serve({ folder, port, open }: StartOptions): Promise<void> {
  await installCodeServer();
  await progress('Packaging and installing the extension', async () => {
    await packageVsix();
    await installExtension();
  });
  const server = await startBrowserEditor(port);
  const ended = new Promise<void>((done) => {
    const stop = (): void => {
      void server.stop().finally(done);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    void server.ended.then(done);
  });
  const url = `${server.url}/?folder=${encodeURIComponent(folder)}`;
  console.log(
    `\nVS Code with Drover: ${url}\nThe Drover icon is in the bar on the left. Ctrl+C ends the server.`,
  );
  if (open && !(await openBrowser(url, process.env))) console.log('Open the URL in a browser.');
  await ended;
}

try {
  const options = readOptions();
  if (!options) {
    console.log(usage);
  } else {
    await progress('Building', buildAll);
    const desktop = options.open && options.port === undefined ? findDesktopEditor(process.env) : undefined;
    if (desktop === undefined) await serve(options);
    else await openDesktopEditor(desktop, options.folder);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
