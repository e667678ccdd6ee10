import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FolderPlace } from '../../../src/extension/editor/editorPath.ts';
import { editorPath } from '../../../src/extension/editor/editorPath.ts';
import { mayBeEcosystem } from '../../../src/extension/editor/mayBeEcosystem.ts';

function folder(path: string, realPath?: string): FolderPlace {
  const client = realPath === undefined ? undefined : { supervisor: { folder: realPath } };
  return { folder: path, session: { client } };
}

test('a file of a linked folder is named as the editor names it', () => {
  const linked = folder('/home/me/project', '/data/project');
  assert.equal(editorPath(linked, '/data/project/sub/pm2.json'), '/home/me/project/sub/pm2.json');
  assert.equal(editorPath(linked, '/data/other/pm2.json'), '/data/other/pm2.json');
  assert.equal(editorPath(folder('/home/me/project'), '/home/me/project/a.js'), '/home/me/project/a.js');
});

test("the language server is not started for what is plainly another tool's", () => {
  assert.equal(mayBeEcosystem('{ "packages": { "react": "19.2.0" } }'), false);
  assert.equal(mayBeEcosystem('{ "apps": [{ "script": "server.js" }] }'), true);
  assert.equal(mayBeEcosystem(''), true);
});
