import assert from 'node:assert/strict';
import { test } from 'node:test';
import { droverIn } from './droverIn.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace } from './testWorkspace.ts';

/** Serves from the start, and is healthy once somebody has asked /heal. */
const server = `
let healthy = false;
require('node:http').createServer((request, response) => {
  if (request.url === '/heal') healthy = true;
  response.writeHead(healthy ? 200 : 503).end();
}).listen(Number(process.env.PORT));
`;

async function workspaceWith(options: object = {}): Promise<TestWorkspace & { port: number }> {
  const port = await freePort();
  const app = {
    name: 'api',
    script: 'server.js',
    port,
    health_check: { check_type: 'http', url: 'http://localhost:{PORT}/health', timeout: 1, interval: 1 },
    ...options,
  };
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'server.js': server },
    origin: 'cli',
  });
  return Object.assign(workspace, { port });
}

test('a start that waits for an app that does not become healthy fails, and says what the check said', async () => {
  await using workspace = await workspaceWith({ listen_timeout: 2500, max_restarts: 1 });
  const { code, err } = await droverIn(workspace).run(['start', '--wait']);
  assert.equal(code, 1);
  assert.match(err, /api: It was not healthy within 2500 ms\. The last answer: HTTP 503\./);
});

test('a start that has waited long enough fails, and the app may still become healthy', async () => {
  await using workspace = await workspaceWith();
  const { run } = droverIn(workspace);
  const { code, err } = await run(['start', '--wait', '--wait-timeout', '600']);
  assert.equal(code, 1);
  assert.match(err, /api: It was not online after 0\.6 s\./);

  const waiting = run(['start', '--wait']);
  assert.equal((await fetch(`http://127.0.0.1:${workspace.port}/heal`)).status, 200);
  assert.equal((await waiting).code, 0);
  assert.match((await run(['list'])).out, /api\s+online\s.*healthy/);
});
