import assert from 'node:assert/strict';
import { test } from 'node:test';
import { droverIn } from '../droverIn.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace } from '../testWorkspace.ts';

const server =
  "require('node:http').createServer((_, response) => response.end(process.env.GREETING)).listen(process.env.PORT);";
const worker = 'setInterval(() => {}, 1000);';

/** Each source with the files beside it; all of them run the server and the worker. */
const sources: Readonly<Record<string, (port: number) => Readonly<Record<string, string>>>> = {
  Procfile: (port) => ({
    Procfile: 'web: GREETING=hello node server.js\nworker: node worker.js\n',
    '.env': `PORT=${port}\n`,
  }),
  'compose.yaml': (port) => ({
    'compose.yaml': `services:
  db: { image: postgres }
  web: { build: ., command: node server.js, environment: { PORT: ${port}, GREETING: hello }, depends_on: [worker] }
  worker: { image: node, command: [node, worker.js] }
`,
  }),
};

for (const [source, filesAt] of Object.entries(sources)) {
  test(`what a ${source} runs is imported, is fine and starts`, async () => {
    const port = await freePort();
    await using workspace = new TestWorkspace({
      files: { ...filesAt(port), 'server.js': server, 'worker.js': worker },
    });
    const { run } = droverIn(workspace);
    const imported = await run(['import', source, '--output', 'ecosystem.config.js']);
    assert.equal(imported.code, 0, imported.err);
    const checked = await run(['check', 'ecosystem.config.js']);
    assert.match(checked.out, /^0 errors and 0 warnings/m);
    const started = await run(['start', '--wait']);
    assert.equal(started.code, 0, started.err);
    const listed = JSON.parse((await run(['list', '--json'])).out) as readonly {
      readonly name: string;
      readonly instances: readonly { readonly status: string }[];
    }[];
    const states = listed.map(({ name, instances }) => [name, ...instances.map(({ status }) => status)]);
    assert.deepEqual(states.sort(), [
      ['web', 'online'],
      ['worker', 'online'],
    ]);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
    assert.equal(await answer.text(), 'hello');
  });
}
