import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystemText } from '../../src/ecosystem/create/ecosystemText.ts';
import { fileChoices } from '../../src/ecosystem/create/fileChoices.ts';
import { folderOnDisk } from '../../src/ecosystem/create/folderOnDisk.ts';
import { proposeApps } from '../../src/ecosystem/create/proposeApps.ts';
import { settlePorts } from '../../src/ecosystem/create/settlePorts.ts';
import { check, defaultSettings } from '../../src/ecosystem/rules/check.ts';
import { diskFacts } from '../../src/ecosystem/rules/diskFacts.ts';
import { parseTree } from '../../src/ecosystem/tree/parseTree.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';
import { lockExamplePorts } from './examplePorts.ts';

await lockExamplePorts();

const server = `
require('node:http')
  .createServer((_request, response) => response.end(process.env.GREETING))
  .listen(process.env.PORT || 3000);
`;

for (const choice of fileChoices) {
  test(`the apps of a new ${choice.fileName} start, and it has nothing to complain about`, async () => {
    const port = await freePort();
    await using workspace = new TestWorkspace({
      files: {
        'package.json':
          '{"name": "@me/shop", "scripts": {"start": "node ./server.js", "dev": "nodemon server.js"}}',
        'server.js': server,
        '.env': `PORT=${port}\nGREETING=hello`,
        'jobs/package.json': '{"name": "jobs", "scripts": {"worker": "node worker.js"}}',
        'jobs/worker.js': 'setInterval(() => {}, 1000);',
      },
    });
    const files = folderOnDisk(workspace.folder);
    const proposals = await proposeApps({ files, folderName: 'x', dumped: [] });
    assert.deepEqual(
      proposals.map(({ name, isPreselected }) => [name, isPreselected]),
      [
        ['shop', true],
        ['jobs-worker', false],
      ],
    );
    const { text } = ecosystemText(settlePorts(proposals), { ...choice, isModule: false, heading: 'Test.' });
    const path = workspace.write(choice.fileName, text);
    const findings = check(parseTree(path, text), {
      path,
      facts: diskFacts(process.env),
      settings: defaultSettings,
    });
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error' || severity === 'warning'),
      [],
    );
    const client = await workspace.load();
    assert.deepEqual(
      client.snapshot.files.flatMap(({ problems }) => problems),
      [],
    );
    await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
    const snapshot = await until(client, ({ instances }) =>
      instances.every(({ status }) => status === 'online'),
    );
    assert.deepEqual(snapshot.instances.map(({ name }) => name).sort(), ['jobs-worker', 'shop-0', 'shop-1']);
    assert.equal(new Set(instancesOf(snapshot, 'shop').map(({ pid }) => pid)).size, 2);
    assert.equal(await (await fetch(`http://127.0.0.1:${port}`)).text(), 'hello');
  });
}
