import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { tools } from '../../src/client/tools/runTool.ts';
import { droverIn } from './droverIn.ts';
import { freePort } from './freePort.ts';
import { instancesOf, repository, TestWorkspace, until } from './testWorkspace.ts';

const cli = join(repository, 'dist/cli.cjs');

const server = `
console.log('\\u001b[32mserver begins\\u001b[0m with password=hunter2');
console.error('and warns');
require('node:http').createServer((request, response) => response.end(String(process.pid)))
  .listen(Number(process.env.PORT));
`;
const crash = `
console.log('about to fail');
throw new Error('no database');
`;

interface Answer {
  readonly isError: boolean;
  readonly text: string;
  readonly data: unknown;
}

interface Agent extends AsyncDisposable {
  readonly client: Client;
  readonly call: (tool: string, input?: Record<string, unknown>) => Promise<Answer>;
}

/** An agent with `drover mcp` in the workspace's folder, or started elsewhere with these arguments. */
async function agentIn(
  workspace: TestWorkspace,
  { cwd = workspace.folder, args = [] }: { readonly cwd?: string; readonly args?: readonly string[] } = {},
): Promise<Agent> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [cli, 'mcp', ...args],
    cwd,
    env: { ...workspace.env, DROVER_HOME: '' },
    stderr: 'inherit',
  });
  await client.connect(transport);
  return {
    client,
    call: async (name, input = {}) => {
      const answer = await client.callTool({ name, arguments: input });
      const [content] = answer.content as { type: string; text: string }[];
      return {
        isError: answer.isError === true,
        text: content?.text ?? '',
        data: answer.structuredContent,
      };
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

async function project(): Promise<{ readonly port: number; readonly files: Record<string, string> }> {
  const port = await freePort();
  const apps = [
    { name: 'web', script: 'server.js', env: { PORT: port } },
    { name: 'broken', script: 'crash.js', max_restarts: 1 },
    { name: 'idle', script: 'sleep', args: '1000' },
  ];
  const files = {
    'server.js': server,
    'crash.js': crash,
    'ecosystem.config.js': `module.exports = ${JSON.stringify({ apps })};`,
  };
  return { port, files };
}

function dataOf(answer: Answer) {
  return answer.data as {
    readonly alreadyRunning?: boolean;
    readonly instances: readonly { readonly pid: number | null; readonly port: number | null }[];
  };
}

test('an agent lists, starts once, reads, restarts, describes and stops an app', async () => {
  const { port, files } = await project();
  await using workspace = new TestWorkspace({ files });
  await using agent = await agentIn(workspace);

  const { tools: listed } = await agent.client.listTools();
  assert.deepEqual(
    listed.map(({ name }) => name),
    tools.map(({ name }) => name),
  );
  const hints = listed.map(({ name, annotations }) => [
    name,
    annotations?.readOnlyHint,
    annotations?.destructiveHint,
  ]);
  assert.deepEqual(hints, [
    ['drover_list', true, false],
    ['drover_logs', true, false],
    ['drover_start', false, false],
    ['drover_stop', false, true],
    ['drover_restart', false, true],
    ['drover_describe', true, false],
  ]);

  const before = await agent.call('drover_list');
  assert.match(before.text, /^web: stopped$/m);

  const started = await agent.call('drover_start', { app: 'web' });
  assert.equal(started.isError, false, started.text);
  const [instance] = dataOf(started).instances;
  const pid = instance?.pid ?? 0;
  assert.equal(started.text, `web was started and is online: port ${port}, pid ${pid}.`);
  const served = await fetch(`http://127.0.0.1:${port}/`);
  assert.equal(await served.text(), String(pid));

  const again = await agent.call('drover_start', { app: 'web' });
  assert.equal(dataOf(again).alreadyRunning, true);
  assert.match(again.text, new RegExp(`^web is already running on port ${port}, pid ${pid}\\.`));
  const client = await workspace.connect();
  assert.deepEqual(
    instancesOf(client.snapshot, 'web').map((one) => one.pid),
    [pid],
  );

  const list = await agent.call('drover_list');
  assert.match(list.text, new RegExp(`^ {2}web: online, pid ${pid}, port ${port}, since `, 'm'));

  const logs = await agent.call('drover_logs', { app: 'web' });
  assert.match(logs.text, /^\S+ out \| server begins with password=\*\*\*$/m);
  assert.match(logs.text, /^\S+ err \| and warns$/m);
  const errors = await agent.call('drover_logs', { app: 'web', stderrOnly: true, lines: 5 });
  assert.doesNotMatch(errors.text, /server begins/);
  const found = await agent.call('drover_logs', { app: 'web', grep: 'nothing|BEGINS' });
  assert.match(found.text, /server begins/);
  assert.doesNotMatch(found.text, /warns/);

  const restarted = await agent.call('drover_restart', { app: 'web' });
  const newPid = dataOf(restarted).instances[0]?.pid;
  assert.match(restarted.text, /^web was restarted and is online/);
  assert.notEqual(newPid, pid);

  const described = await agent.call('drover_describe', { app: 'web' });
  assert.match(described.text, /^ {2}command: .*server\.js$/m);
  assert.match(described.text, /^ {2}uses: \d+\.\d% of a core, \d+ MB/m);
  assert.match(described.text, /^ {2}log files: \/.*web/m);

  const stopped = await agent.call('drover_stop', { app: 'web' });
  assert.equal(stopped.text, `web is stopped (it was port ${port}, pid ${newPid}).`);
  const twice = await agent.call('drover_stop', { app: 'web' });
  assert.equal(twice.text, 'web does not run (stopped). Nothing was stopped.');
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
});

test('what fails says why, with its last lines', async () => {
  const { files } = await project();
  await using workspace = new TestWorkspace({ files });
  await using agent = await agentIn(workspace);
  const { isError, text } = await agent.call('drover_start', { app: 'broken' });
  assert.equal(isError, true);
  assert.match(text, /^broken was not started\. /);
  assert.match(text, /out \| about to fail$/m);
  assert.match(text, /err \| Error: no database$/m);
});

test('only known apps are acted on, whatever the name looks like', async () => {
  const { files } = await project();
  await using workspace = new TestWorkspace({ files });
  await using agent = await agentIn(workspace);
  const refused = async (input: Record<string, unknown>): Promise<string> => {
    const { isError, text } = await agent.call('drover_start', input);
    assert.equal(isError, true, text);
    return text;
  };
  const known = 'Known apps: web, broken, idle.';
  assert.equal(await refused({ app: 'api' }), `There is no app or instance "api". ${known}`);
  for (const group of ['all', 'default', '/web/']) assert.match(await refused({ app: group }), /path|no app/);
  for (const path of [join(workspace.folder, 'server.js'), 'C:\\server.js', '/bin/sh'])
    assert.match(await refused({ app: path }), /is a path\. Name an app that drover_list shows/);
  assert.match(await refused({ app: './server.js' }), /^There is no app/);
  assert.equal(
    await refused({ app: 'web', folder: 'other' }),
    'No folder is named "other". Known folders: project.',
  );
  assert.equal(await refused({}), '"app" is required.');
  assert.match(await refused({ app: 'web', command: 'rm' }), /^There is no input "command"/);
  await assert.rejects(agent.client.callTool({ name: 'drover_run', arguments: {} }), /no tool "drover_run"/);
  const client = await workspace.connect();
  assert.ok(client.snapshot.instances.every(({ pid }) => pid === null));
});

test('an app that a terminal started is the one that the agent finds', async () => {
  const { port, files } = await project();
  await using workspace = new TestWorkspace({ files });
  await using agent = await agentIn(workspace, {
    cwd: workspace.root,
    args: ['--folder', workspace.folder],
  });
  const { run } = droverIn(workspace);
  assert.equal((await run(['start', '--only', 'web', '--wait'])).code, 0);
  const { text } = await agent.call('drover_start', { app: 'web' });
  assert.match(text, new RegExp(`^web is already running on port ${port}, pid \\d+\\.`));
});

test('a name that several ecosystem files have asks for the id', async () => {
  const apps = { apps: [{ name: 'web', script: 'sleep', args: '1000' }] };
  const text = JSON.stringify(apps);
  await using workspace = new TestWorkspace({
    files: { 'a/ecosystem.json': text, 'b/ecosystem.json': text },
  });
  await using agent = await agentIn(workspace);
  const ambiguous = await agent.call('drover_start', { app: 'web' });
  assert.equal(
    ambiguous.text,
    '"web" fits several apps: "a/ecosystem.json#web", "b/ecosystem.json#web". Name one of these.',
  );
  const one = await agent.call('drover_start', { app: 'b/ecosystem.json#web' });
  assert.match(one.text, /^web was started and is online/);
  const client = await workspace.connect();
  assert.deepEqual(
    client.snapshot.apps.map(({ status }) => status),
    ['stopped', 'online'],
  );
});

test('a file that is written or changed later is known at the next call', async () => {
  await using workspace = new TestWorkspace();
  await using agent = await agentIn(workspace);
  const none = await agent.call('drover_list');
  assert.match(none.text, /No apps: no ecosystem file with apps was found\.$/);
  const write = (name: string): string =>
    workspace.write('ecosystem.json', JSON.stringify({ apps: [{ name, script: 'sleep', args: '1000' }] }));
  write('first');
  assert.match((await agent.call('drover_list')).text, /^first: stopped$/m);
  write('second');
  assert.match((await agent.call('drover_list')).text, /^second: stopped$/m);
});

test('a call that is cancelled leaves the server able to answer', async () => {
  const { files } = await project();
  files['slow.js'] = 'setTimeout(() => {}, 600_000);';
  files['ecosystem.config.js'] =
    "module.exports = { apps: [{ name: 'slow', script: 'slow.js', wait_ready: true, listen_timeout: 600000 }] };";
  await using workspace = new TestWorkspace({ files });
  await using agent = await agentIn(workspace);
  const cancelling = new AbortController();
  const call = agent.client.callTool({ name: 'drover_start', arguments: { app: 'slow' } }, undefined, {
    signal: cancelling.signal,
  });
  const client = await workspace.connect();
  await until(client, ({ instances }) => instances.some(({ status }) => status === 'launching'));
  cancelling.abort('enough');
  await assert.rejects(call, /enough/);
  assert.match((await agent.call('drover_list')).text, /^slow: launching/m);
});

test('it ends with its input, and says nothing but the protocol on standard output', async () => {
  await using workspace = new TestWorkspace();
  const child = spawn(process.execPath, [cli, 'mcp'], { cwd: workspace.folder, env: workspace.env });
  const ended = once(child, 'exit');
  const lines: AsyncIterator<string, undefined> = createInterface(child.stdout)[Symbol.asyncIterator]();
  const send = (message: object): void => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  const ask = async (protocolVersion: string): Promise<string> => {
    const clientInfo = { name: 'test', version: '1' };
    send({ id: 1, method: 'initialize', params: { protocolVersion, capabilities: {}, clientInfo } });
    const line = (await lines.next()).value ?? '';
    return (JSON.parse(line) as { result: { protocolVersion: string } }).result.protocolVersion;
  };
  assert.equal(await ask('2024-11-05'), '2024-11-05');
  // One that it does not know is answered with the newest that it does.
  assert.equal(await ask('2999-01-01'), '2025-11-25');
  child.stdin.end();
  assert.deepEqual(await ended, [0, null]);
  assert.equal((await lines.next()).done, true);
});
