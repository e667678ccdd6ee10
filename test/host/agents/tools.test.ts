import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { CancellationTokenSource, lm } from 'vscode';
import type { LanguageModelTextPart, LanguageModelToolResult, MarkdownString } from 'vscode';
import { tools } from '../../../src/client/tools/runTool.ts';
import { AppTool } from '../../../src/extension/agents/appTool.ts';
import { drover, eventually, instancesIn, isRunning, onlyFolder } from '../harness/drover.ts';

describe('the tools of agents', () => {
  before(async () => {
    const folder = await onlyFolder();
    await folder.open();
    await eventually(folder, () => instancesIn(folder, 'web', 'stopped'), 'web is known');
  });

  it('are known to language models with their schemas', () => {
    for (const { name, description, inputSchema } of tools) {
      const known = lm.tools.find((one) => one.name === name);
      assert.ok(known !== undefined, name);
      assert.equal(known.description, description);
      assert.deepEqual(known.inputSchema, inputSchema);
      assert.ok(known.tags.includes('drover'));
    }
  });

  it('ask before they start, restart or stop, and say what will happen', async () => {
    const web = questionOf(await toolNamed('drover_start'), { app: 'web' });
    assert.equal(web.title, 'Start "web"?');
    assert.match(
      web.message,
      /^web is an app of the folder workspace\. This runs .*server\.js --api-key \*\*\*$/,
    );
    const stop = questionOf(await toolNamed('drover_stop'), { app: 'web' });
    assert.deepEqual(
      [stop.title, stop.message],
      ['Stop "web"?', 'web is an app of the folder workspace. It does not run.'],
    );
    const unknown = questionOf(await toolNamed('drover_restart'), { app: '[x](command:y)' });
    assert.equal(unknown.title, 'Restart "[x](command:y)"?');
    assert.match(unknown.message, /^It is looked up .* Nothing happens unless exactly one fits\.$/);
    for (const name of ['drover_list', 'drover_logs', 'drover_describe']) {
      const prepared = (await toolNamed(name)).prepareInvocation({ input: { app: 'web' } });
      assert.equal(prepared.confirmationMessages, undefined, name);
      assert.ok(prepared.invocationMessage !== undefined);
    }
  });

  it('start an app once, and the view shows the process they tell', async () => {
    const folder = await onlyFolder();
    const started = await run('drover_start', { app: 'web' });
    const [web] = instancesIn(folder, 'web', 'online') ?? [];
    assert.ok(web?.pid !== undefined && web.pid !== null);
    assert.match(
      started,
      new RegExp(`^web was started and is online: port ${web.port ?? ''}, pid ${web.pid}\\.`),
    );
    const again = await run('drover_start', { app: 'web' });
    assert.match(again, new RegExp(`^web is already running on port ${web.port ?? ''}, pid ${web.pid}\\.`));
    assert.equal(instancesIn(folder, 'web', 'online')?.[0]?.pid, web.pid);
    const { message } = questionOf(await toolNamed('drover_start'), { app: 'web' });
    assert.match(message, new RegExp(`It runs now \\(port ${web.port ?? ''}, pid ${web.pid}\\)\\.$`));
  });

  it('list, describe and read logs through the editor, with no question', async () => {
    const [web] = instancesIn(await onlyFolder(), 'web', 'online') ?? [];
    const listed = textsOf(await invoke('drover_list', {}));
    assert.match(
      listed[0] ?? '',
      new RegExp(`^ {2}web: online, pid ${web?.pid ?? ''}, port ${web?.port ?? ''}`, 'm'),
    );
    const data = JSON.parse(listed[1] ?? '') as { folders: { apps: { name: string; status: string }[] }[] };
    assert.deepEqual(
      data.folders[0]?.apps.map(({ name, status }) => `${name} ${status}`),
      ['web online', 'broken stopped'],
    );
    const [logs = ''] = textsOf(await invoke('drover_logs', { app: 'web', lines: 20 }));
    assert.match(logs, /^\S+ out \| server begins$/m);
    assert.match(logs, /^\S+ err \| and warns$/m);
    const [described = ''] = textsOf(await invoke('drover_describe', { app: 'web' }));
    assert.match(described, /command: .*server\.js --api-key \*\*\*$/m);
    assert.ok(!described.includes('Zq7'));
  });

  it('reject with what the model can do about it', async () => {
    await assert.rejects(
      invoke('drover_logs', { app: 'api' }),
      /no app or instance "api"\. Known apps: web, broken\./,
    );
    await assert.rejects(invoke('drover_logs', { app: '/bin/sh' }), /is a path\. Name an app/);
    await assert.rejects(
      run('drover_start', { app: 'broken' }),
      /broken was not started\.[^]*err \| Error: no database/,
    );
  });

  it('restart and stop it', async () => {
    const folder = await onlyFolder();
    const old = instancesIn(folder, 'web', 'online')?.[0]?.pid ?? null;
    assert.match(await run('drover_restart', { app: 'web' }), /^web was restarted and is online/);
    const pid = instancesIn(folder, 'web', 'online')?.[0]?.pid ?? null;
    assert.notEqual(pid, old);
    assert.match(
      await run('drover_stop', { app: 'web' }),
      new RegExp(`^web is stopped \\(it was port \\d+, pid ${pid}`),
    );
    assert.equal(isRunning(pid), false);
    await eventually(folder, () => instancesIn(folder, 'web', 'stopped'), 'web is stopped');
  });

  it('end with the call that is cancelled', async () => {
    const cancelling = new CancellationTokenSource();
    cancelling.cancel();
    const tool = await toolNamed('drover_start');
    await assert.rejects(
      tool.invoke({ input: { app: 'web' }, toolInvocationToken: undefined }, cancelling.token),
      { name: 'Canceled' },
    );
    assert.ok(instancesIn(await onlyFolder(), 'web', 'stopped') !== undefined);
  });
});

/** The tool as it is registered, without the editor's question before it, which only a person can answer. */
async function toolNamed(name: string): Promise<AppTool> {
  const tool = tools.find((one) => one.name === name);
  assert.ok(tool !== undefined);
  return new AppTool(tool, { models: (await drover()).getFolders() });
}

async function run(name: string, input: { readonly app: string }): Promise<string> {
  const { token } = new CancellationTokenSource();
  const result = await (await toolNamed(name)).invoke({ input, toolInvocationToken: undefined }, token);
  return textsOf(result)[0] ?? '';
}

function questionOf(tool: AppTool, input: { readonly app: string }) {
  const { confirmationMessages: question } = tool.prepareInvocation({ input });
  assert.ok(question !== undefined);
  // The editor escapes what it shows as Markdown.
  const message = (question.message as MarkdownString).value
    .replace(/\\(.)/g, '$1')
    .replaceAll('&nbsp;', ' ');
  return { title: question.title, message };
}

async function invoke(name: string, input: object): Promise<LanguageModelToolResult> {
  return await lm.invokeTool(name, { input, toolInvocationToken: undefined });
}

function textsOf({ content }: LanguageModelToolResult): string[] {
  return content.map((part) => (part as LanguageModelTextPart).value);
}
