import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { commands, extensions } from 'vscode';
import { drover, extensionId } from './harness/drover.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  it('gives tests the tree and the folders', async () => {
    const api = await drover();
    assert.equal(api.version, 1);
    assert.equal(api.getFolders().length, 1);
  });

  it('registers exactly the commands of the manifest', async () => {
    await drover();
    const manifest = extensions.getExtension(extensionId)?.packageJSON as Manifest;
    const declared = manifest.contributes.commands.map(({ command }) => command);
    // VS Code makes commands of its own for the view, below the view's id.
    const registered = (await commands.getCommands(true)).filter(
      (id) => id.startsWith('drover.') && !id.startsWith('drover.apps.'),
    );
    assert.deepEqual(registered.sort(), [...declared].sort());
  });
});
