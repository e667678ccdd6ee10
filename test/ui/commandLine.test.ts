import assert from 'node:assert/strict';
import { command } from '../../scripts/install/command.ts';
import { root } from '../../scripts/install/paths.ts';
import { journey } from './harness/journey.ts';

journey(
  'the tree follows what the command line does',
  { folder: 'test/fixtures/workspaces/two' },
  async ({ editor, workbench }) => {
    const drover = (...args: string[]): Promise<string> =>
      command(process.execPath, [`${root}/dist/cli.cjs`, ...args], {
        cwd: editor.folder,
        env: editor.sandbox.environment(),
      });
    const web = workbench.tree.row('web,');
    await workbench.openDrover();
    await web.waitForName(/^web, stopped/);

    await drover('start', 'ecosystem.config.js', '--wait');
    await web.waitForName(/^web, online, 2 of 2 instances/);
    assert.match(await drover('logs', '--nostream'), /listening on \d+/);
    await drover('stop', 'web');
    await web.waitForName(/^web, stopped/);

    await drover('start', 'web', '--wait');
    await web.waitForName(/^web, online/);
    await drover('kill');
    await web.waitForName(/^web, stopped/);
    assert.deepEqual(await editor.sandbox.supervisors(), []);

    await drover('start', '--wait');
    await web.waitForName(/^web, online, 2 of 2 instances/);
  },
);
