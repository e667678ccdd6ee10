import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { runTool, tools } from '../../../../src/client/tools/runTool.ts';
import type { ToolAnswer, ToolHost } from '../../../../src/client/tools/tool.ts';
import { RpcError } from '../../../../src/client/rpcError.ts';
import { app, instance, webSnapshot } from '../../cli/fakeWorld.ts';
import { fakeHost, logLines } from './fakeHost.ts';

function run(name: string, input: unknown, host: ToolHost, signal = new AbortController().signal) {
  const tool = tools.find((one) => one.name === name);
  assert.ok(tool !== undefined);
  return runTool(tool, input, host, signal);
}

async function refusal(answer: Promise<ToolAnswer>): Promise<string> {
  const { isError, text } = await answer;
  assert.equal(isError, true, text);
  return text;
}

const stoppedWeb = () => {
  const web = app('web', { status: 'stopped', online: 0, wanted: false });
  return {
    files: [],
    apps: [web],
    instances: [instance(web, 0, { status: 'stopped', pid: null, port: null, startedAt: null })],
  };
};

test('the manifest has the tools as they are here, and people read titles of them', async () => {
  const url = new URL('../../../../package.json', import.meta.url);
  const manifest = JSON.parse(await readFile(url, 'utf8')) as {
    contributes: { languageModelTools: Record<string, unknown>[] };
  };
  const contributed = manifest.contributes.languageModelTools;
  assert.deepEqual(
    contributed.map(({ name, modelDescription, inputSchema }) => ({ name, modelDescription, inputSchema })),
    tools.map(({ name, description, inputSchema }) => ({ name, modelDescription: description, inputSchema })),
  );
  for (const { displayName, when } of contributed) {
    assert.match(String(displayName), /^%tool\.\w+%$/);
    assert.match(String(when), /\bisWorkspaceTrusted\b/);
  }
});

test('an app that runs is not started again: nothing is asked of the supervisor', async () => {
  const host = fakeHost({ shop: webSnapshot() });
  const { isError, text } = await run('drover_start', { app: 'web' }, host);
  assert.equal(isError, false);
  assert.equal(
    text,
    'web is already running on port 3000, pid 4000, 4001. Nothing was started; use it as it is.',
  );
  assert.deepEqual(host.asked, []);
});

test('a start of a running app says what a restart would change', async () => {
  const pending = [{ kind: 'changed', option: 'instances', from: '2', to: '4' }] as const;
  const host = fakeHost({ shop: webSnapshot({ pending }) });
  const { text } = await run('drover_start', { app: 'web', dev: true }, host);
  assert.match(text, /It runs as configured; drover_restart with "dev" changes that\./);
  assert.match(text, /Its ecosystem file has changed since; drover_restart applies that\./);
  assert.deepEqual(host.asked, []);
});

test('a start waits with the environment of the host, and tells a failure with its last lines', async () => {
  const problem = { code: 'crashed', severity: 'error', data: { exit: 'code 1', uptime: '20 ms' } } as const;
  const output = {
    instance: 'ecosystem.config.js#web/0',
    lines: logLines(['\u001b[31mno database\u001b[0m', 'password=abc'], 'err'),
  };
  const host = fakeHost(
    { shop: stoppedWeb() },
    {
      'apps/start': () => ({
        outcomes: [{ app: 'ecosystem.config.js#web', instance: null, ok: false, problem, output }],
      }),
    },
  );
  const text = await refusal(run('drover_start', { app: 'web', waitSeconds: 5 }, host));
  assert.match(text, /^web was not started\. It exited with code 1 20 ms after its start\.$/m);
  assert.match(text, /^00:00:00\.000 err \| no database\n00:00:01\.000 err \| password=\*\*\*$/m);
  assert.deepEqual(host.asked, [
    [
      'apps/start',
      { targets: ['ecosystem.config.js#web'], wait: true, waitTimeoutMs: 5000, env: { SHELL: 'yes' } },
    ],
  ]);
});

test('a name in several folders asks for the folder, and the folder decides', async () => {
  const host = fakeHost({ shop: webSnapshot(), admin: webSnapshot(), empty: null });
  assert.equal(
    await refusal(run('drover_start', { app: 'web' }, host)),
    '"web" is in several folders: "shop", "admin". Say which one by "folder".',
  );
  assert.equal((await run('drover_start', { app: 'web', folder: 'admin' }, host)).isError, false);
  assert.equal((await run('drover_start', { app: 'web', folder: '/srv/shop' }, host)).isError, false);
  assert.equal(
    await refusal(run('drover_start', { app: 'web', folder: 'empty' }, host)),
    'There is no app "web": no ecosystem file with apps was found.',
  );
  assert.equal(
    await refusal(run('drover_list', { folder: 'docs' }, host)),
    'No folder is named "docs". Known folders: shop, admin, empty.',
  );
  assert.equal(await refusal(run('drover_list', {}, fakeHost({}))), 'No folder is open.');
});

test('groups, patterns and paths name nothing', async () => {
  const host = fakeHost({ shop: webSnapshot() });
  for (const name of ['all', 'default', 'we', '../web'])
    assert.equal(
      await refusal(run('drover_stop', { app: name }, host)),
      `There is no app or instance "${name}". Known apps: web.`,
    );
  for (const path of ['/we.*/', '/shop/ecosystem.config.js', 'C:\\web.js', '\\\\host\\web.js'])
    assert.match(await refusal(run('drover_stop', { app: path }, host)), /is a path\./);
  assert.deepEqual(host.asked, []);
});

test('an instance is acted on by its own name', async () => {
  const outcomes = [
    { app: 'ecosystem.config.js#web', instance: 'ecosystem.config.js#web/1', ok: true, problem: null },
  ];
  const host = fakeHost({ shop: webSnapshot() }, { 'apps/stop': () => ({ outcomes }) });
  const { text } = await run('drover_stop', { app: 'web-1' }, host);
  assert.equal(text, 'web-1 is stopped (it was port 3000, pid 4001).');
  assert.deepEqual(host.asked, [['apps/stop', { targets: ['ecosystem.config.js#web/1'] }]]);
});

test('an input that does not fit says what would', async () => {
  const host = fakeHost({ shop: webSnapshot() });
  const wrong: readonly (readonly [unknown, string])[] = [
    [{}, '"app" is required.'],
    ['web', 'The input must be an object.'],
    [{ app: 7 }, '"app" must be a string.'],
    [{ app: 'web', lines: 1.5 }, '"lines" must be a whole number from 1 to 1000.'],
    [{ app: 'web', lines: 100_000 }, '"lines" must be a whole number from 1 to 1000.'],
    [
      { app: 'web', constructor: 1 },
      'There is no input "constructor". Known: app, folder, lines, grep, stderrOnly, sinceSeconds.',
    ],
  ];
  for (const [input, sentence] of wrong)
    assert.equal(await refusal(run('drover_logs', input, host)), sentence);
});

test('logs of several instances are one, as short as an answer may be, and say what is missing', async () => {
  const long = logLines(Array.from({ length: 1000 }, (_, index) => `${index} ${'x'.repeat(600)}`));
  const host = fakeHost(
    { shop: webSnapshot() },
    {
      'logs/read': ({ instance: id }) =>
        id.endsWith('/0')
          ? { lines: long, files: ['/logs/web-0.log'] }
          : {
              lines: [{ at: 999_500, stream: 'err', text: 'token=abc \u0007bell' }],
              files: ['/logs/web-1.log'],
            },
    },
  );
  const { text } = await run('drover_logs', { app: 'web', lines: 1000 }, host);
  assert.ok(text.length < 17_000);
  const [head = '', cut = '', ...rest] = text.split('\n');
  const shown = Number(/^The last (\d+) lines of web \(2 instances\)/.exec(head)?.[1]);
  assert.ok(shown > 10);
  assert.equal(cut, `${1000 - shown} older lines were left out, because the answer would be too long.`);
  assert.equal(rest.length, shown + 1);
  assert.equal(rest.at(-1), 'Everything is in /logs/web-0.log, /logs/web-1.log.');
  assert.match(rest.at(-2) ?? '', /^00:16:39\.500 web-1 err \| token=\*\*\* bell$/);
  assert.match(rest.at(-3) ?? '', /^00:16:39\.000 web-0 out \| 999 x+… \(104 more characters\)$/);

  const narrowed = await run('drover_logs', { app: 'web', stderrOnly: true, grep: 'none|BELL' }, host);
  assert.match(narrowed.text, /^The last 1 of 1 lines that fit of web/);
  const guessed = await run('drover_logs', { app: 'web', grep: 'token=abc' }, host);
  assert.match(guessed.text, /^web \(2 instances\) has no lines that fit\.\n/);
  const none = await run('drover_logs', { app: 'web', sinceSeconds: 60 }, host);
  assert.match(none.text, /^web \(2 instances\) has no lines that fit\.\n/);
});

test('a large cluster is listed in few lines', async () => {
  const web = app('web', { instances: 64, online: 64 });
  const instances = Array.from({ length: 64 }, (_, index) => instance(web, index));
  const { text } = await run('drover_list', {}, fakeHost({ shop: { files: [], apps: [web], instances } }));
  assert.match(
    text,
    /^web: online, 64 of 64 instances online, port 3000\n {2}web-0: online, pid 4000, port 3000,/m,
  );
  assert.match(text, / {2}and 56 more instances, see drover_describe$/);
});

test('what an app was given to keep is not told', async () => {
  const web = app('web', { args: ['--token', 'abc', '--db', 'postgres://me:abc@localhost/shop'] });
  const child = { pid: 5, ppid: 4000, command: 'node worker.js --password=abc' };
  const host = fakeHost(
    { shop: { files: [], apps: [web], instances: [instance(web, 0, { children: [child] })] } },
    {
      'logs/read': () => ({ lines: [], files: ['/logs/web.log'] }),
      'instances/timeline': () => ({
        timelines: [
          {
            instance: 'ecosystem.config.js#web/0',
            events: [{ at: 0, event: 'fork', launch: 1, pid: 4000, data: {} }],
          },
        ],
      }),
    },
  );
  const answer = await run('drover_describe', { app: 'web' }, host);
  assert.ok(!JSON.stringify(answer).includes('abc'), answer.text);
  assert.match(
    answer.text,
    /^ {2}command: \/shop\/server\.js --token \*\*\* --db postgres:\/\/\*\*\*@localhost\/shop$/m,
  );
  assert.match(answer.text, /^ {2}uses: 2\.5% of a core, 50 MB, with all processes below$/m);
  assert.match(answer.text, /^ {2}1970-01-01T00:00:00\.000Z fork \(pid 4000\)$/m);
});

test('what the supervisor refuses is told, and a defect is not hidden', async () => {
  const refusing = fakeHost(
    { shop: webSnapshot() },
    {
      'apps/restart': () => {
        throw new RpcError(-32005, 'stopping', {});
      },
    },
  );
  assert.equal(await refusal(run('drover_restart', { app: 'web' }, refusing)), 'The supervisor is stopping.');
  await assert.rejects(
    run('drover_restart', { app: 'web' }, fakeHost({ shop: webSnapshot() })),
    /unexpected/,
  );
});

test('a call that is called off asks nothing more', async () => {
  const calledOff = new AbortController();
  const host = fakeHost({ shop: stoppedWeb() });
  const call = run('drover_start', { app: 'web' }, host, calledOff.signal);
  calledOff.abort(new Error('enough'));
  await assert.rejects(call, /enough/);
  await new Promise(setImmediate);
  assert.deepEqual(host.asked, []);
});
