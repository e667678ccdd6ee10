import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { droverIn } from '../droverIn.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import { webProject } from './webProject.ts';
import { WebUnderTest } from './webServer.ts';

test('the server outlives supervisors: 503 while there is none, and the next one is found', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  const { run } = droverIn(workspace);
  assert.equal((await run(['start', '--only', 'quiet', '--wait'])).code, 0);
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.ask('/api/processes?monitoring=false')).status, 200);
  assert.equal((await run(['kill'])).code, 0);
  const gone = await web.ask('/api/processes?monitoring=false');
  assert.deepEqual([gone.status, gone.json.error], [503, 'no_supervisor']);
  assert.equal((await web.ask('/')).json['status'], 'waiting for a supervisor');
  assert.equal((await run(['start', '--only', 'quiet', '--wait'])).code, 0);
  await waitFor('the next supervisor', async () => {
    return (await web.ask('/api/processes?monitoring=false')).status === 200;
  });
  assert.equal(web.errors(), '');
});

test('it says on one line where it is, and ends with 0 on SIGTERM and SIGINT', async () => {
  await using workspace = new TestWorkspace();
  const { spawn, run } = droverIn(workspace);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const child = spawn(['web', '--port', '0']);
    let out = '';
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    await once(child.stdout, 'data');
    const ended = once(child, 'exit');
    child.kill(signal);
    assert.deepEqual(await ended, [0, null]);
    assert.match(
      out,
      /^The HTTP API of \S+project is at http:\/\/127\.0\.0\.1:\d+\. "drover web --show-token" prints its token, which is in \S+http-token\.\n$/,
    );
  }
  const token = (await run(['web', '--show-token'])).out;
  assert.match(token, /^[\w-]{43}\n$/);
});

test('a port that is taken is told with who has it', async () => {
  await using first = new TestWorkspace();
  await using web = await WebUnderTest.start(first);
  const same = await droverIn(first).run(['web', '--port', String(web.port)]);
  assert.deepEqual(
    [same.code, same.err],
    [1, `"drover web" serves this folder already, on port ${web.port} as process ${web.child.pid}.\n`],
  );
  const other = await droverIn(first).run(['web', '--port', String(web.port)], first.root);
  assert.equal(other.code, 1);
  assert.ok(
    other.err.startsWith(
      `Port ${web.port} is used by "drover web" of ${first.folder} (process ${web.child.pid}).`,
    ),
    other.err,
  );
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  const third = await droverIn(first).run(['web', '--port', String(port)]);
  stranger.close();
  assert.equal(
    third.err,
    `Port ${port} is used by another program. Choose another one by --port, or --port 0 for any that is free.\n`,
  );
});

test('a port is taken on the address that is asked for', async () => {
  await using workspace = new TestWorkspace();
  const port = await freePort();
  await using web = await WebUnderTest.start(workspace, ['--port', String(port), '--host', '127.0.0.2']);
  assert.equal(web.port, port);
  const answer = await fetch(`http://127.0.0.2:${port}/`, { headers: web.authorization });
  assert.equal(answer.status, 200);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
});
