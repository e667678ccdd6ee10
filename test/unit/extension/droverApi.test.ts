import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { apiRecords } from '../../../src/extension/api/apiRecords.ts';
import { app, instance } from './records.ts';

const root = new URL('../../../', import.meta.url);

test('other extensions get plain copies with nothing of ours in them', () => {
  const instances = [instance({ port: 3000 }), instance({ app: 'f#api' })];
  const records = apiRecords('/w', { files: [], apps: [app()], instances });
  assert.deepEqual(records, [
    {
      id: 'ecosystem.config.js#web',
      name: 'web',
      folder: '/w',
      status: 'online',
      instances: [{ id: 'ecosystem.config.js#web/0', name: 'web-0', status: 'online', pid: 100, port: 3000 }],
    },
  ]);
  for (const one of [records[0], records[0]?.instances, records[0]?.instances[0]]) {
    assert.ok(Object.isFrozen(one));
  }
});

test('the types that authors copy from the documentation are those of the extension', async () => {
  const [page, types] = await Promise.all(
    ['docs/extension-api.md', 'src/extension/api/droverApi.ts'].map((path) =>
      readFile(new URL(path, root), 'utf8'),
    ),
  );
  assert.ok(
    page?.includes(`\`\`\`ts\n${types}\`\`\`\n`),
    'docs/extension-api.md has other types than droverApi.ts',
  );
});
