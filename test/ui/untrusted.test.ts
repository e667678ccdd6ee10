import assert from 'node:assert/strict';
import { access, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processesNaming } from './harness/processes.ts';
import { journey } from './harness/journey.ts';

const file = 'ecosystem.config.js';

journey(
  'an untrusted folder gets language features and nothing else; trusting it fills the view',
  { folder: 'test/fixtures/workspaces/two', trusted: false },
  async ({ editor, workbench }) => {
    const evaluated = join(editor.folder, 'evaluated');
    await writeFile(
      join(editor.folder, file),
      `require('node:fs').writeFileSync(__dirname + '/evaluated', '');\nmodule.exports = { apps: [{ name: 'web', script: 'server.js', instanses: 2 }] };\n`,
    );
    await workbench.openDrover();
    await workbench.welcome.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    await workbench.editors.open(file);
    await workbench.editors.locator.locator('.squiggly-warning').first().waitFor();
    await workbench.screenshots('untrusted');

    assert.deepEqual(await editor.sandbox.supervisors(), []);
    const ofDrover = (await readdir(editor.sandbox.runtimeDir)).filter((name) => name.startsWith('drover'));
    assert.deepEqual(ofDrover, []);
    assert.deepEqual(await processesNaming(editor.folder, /server\.js|supervisor\.cjs|configRunner/), []);
    await assert.rejects(access(evaluated), 'the ecosystem file was evaluated');

    await workbench.grantTrust();
    await workbench.openDrover();
    await workbench.tree.row('web,').waitForName(/^web, stopped/);
    await access(evaluated);
    await workbench.tree.row('web,').clickButton('Start');
    await workbench.tree.row('web,').waitForName(/^web, online/);
  },
);
