import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { journey } from './harness/journey.ts';

const files = {
  'ecosystem.config.js': "module.exports = { apps: [{ name: 'web', script: 'server.js', instanses: 2 }] };\n",
  'ecosystem.toml': '[[apps]]\nname = "web"\nscript = "server.js"\ninstanses = 2\n',
};

journey(
  'an ecosystem file that is opened without a folder is checked, and nothing is started for it',
  {},
  async ({ editor, workbench: first }) => {
    await first.close();
    for (const [name, text] of Object.entries(files)) {
      const file = join(editor.folder, name);
      await writeFile(file, text);
      const workbench = await editor.openWindow({ file });
      await workbench.editors.tab(name).waitFor();
      await workbench.editors.locator.locator('.squiggly-warning').first().waitFor();
      if (name === 'ecosystem.toml') await workbench.screenshots('lone-file');
      await workbench.close();
    }
    assert.deepEqual(await editor.sandbox.supervisors(), []);
  },
);
