import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uvicornPath } from '../../scripts/install/systemTools.ts';
import { root } from '../../scripts/install/paths.ts';
import { expectSoon } from './harness/expectSoon.ts';
import { lockExamplePorts } from '../supervisor/examplePorts.ts';
import { journey } from './harness/journey.ts';

const screenshots = join(root, 'test-results', 'screenshots');

await lockExamplePorts();

journey(
  'uvicorn with WORKERS runs as instances with a log each; a program with its own workers shows them below it',
  { folder: 'examples/uvicorn-workers' },
  async ({ editor, workbench }) => {
    await mkdir(screenshots, { recursive: true });
    // `python3` of the login shell may be another one than that which uvicorn is installed for.
    const file = join(editor.folder, 'ecosystem.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('script: python3', `script: ${await pythonOfUvicorn()}`));
    const { tree, output } = workbench;
    await workbench.openDrover();
    await tree.row('wavelet-api,').waitForName(/^wavelet-api, stopped, 4 instances/);
    await tree.row('wavelet-api,').clickButton('Start');
    await tree.row('wavelet-api,').waitForName(/^wavelet-api, online, 4 of 4 instances, port 8010/);
    for (const index of [0, 3]) {
      await tree.row(`wavelet-api-${index},`).clickButton('Show Logs');
      await expectSoon(() => output.channel(), new RegExp(`wavelet-api-${index}`));
      await output.waitForText(/Started server process/);
    }

    await tree.row('wavelet-api-smp,').clickButton('Start');
    await tree.row('wavelet-api-smp,').waitForName(/^wavelet-api-smp, online, 1 of 1 instances/);
    await tree.row('wavelet-api-smp,').expand();
    const instance = tree.row(/^wavelet-api-smp, online, port/);
    await instance.expand();
    await tree.row(/^python3.*, pid \d+/).locator.waitFor();
    await workbench.screenshot(join(screenshots, 'uvicorn.png'));
    await workbench.runCommand('Drover: Stop All');
    await tree.row('wavelet-api,').waitForName(/^wavelet-api, stopped/);
    await tree.row('wavelet-api-smp,').waitForName(/^wavelet-api-smp, stopped/);
  },
);

/** The interpreter that the `uvicorn` command names in its first line. */
async function pythonOfUvicorn(): Promise<string> {
  const path = uvicornPath();
  const script = path === undefined ? '' : await readFile(path, 'utf8');
  return /^#!\s*(\S*python\S*)/.exec(script)?.[1] ?? 'python3';
}
