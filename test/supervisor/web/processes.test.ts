import assert from 'node:assert/strict';
import { test } from 'node:test';
import { droverIn } from '../droverIn.ts';
import { fetchMany, TestWorkspace } from '../testWorkspace.ts';
import { webProject } from './webProject.ts';
import { WebUnderTest } from './webServer.ts';

interface Process {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly pid: number | null;
  readonly port: number | null;
  readonly memory: number | null;
  readonly restart_time: number;
  readonly log_files: readonly string[];
  readonly pm2_env: { readonly env: Record<string, string>; readonly args: readonly string[] };
}

const states = (processes: readonly Process[]): string[] =>
  processes.map(({ name, status }) => `${name} ${status}`);

test('a start by HTTP starts a supervisor and the app, and answers when every instance is online', async () => {
  const { files, port } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  const none = await web.ask('/api/processes');
  assert.deepEqual([none.status, none.json.error], [503, 'no_supervisor']);
  assert.match(none.json.message ?? '', /^No supervisor runs for .*project\. "drover start" starts one\.$/);

  const started = await web.post('/api/processes/web-app/start');
  assert.equal(started.status, 200, started.text);
  assert.deepEqual(states(started.json.data), ['web-app-0 online', 'web-app-1 online']);
  const pids = (started.json.data as readonly Process[]).map(({ pid }) => pid);
  assert.ok(pids.includes(Number((await fetchMany(port, 1))[0])));

  const again = await web.post('/api/processes/web-app/start');
  assert.deepEqual(
    (again.json.data as readonly Process[]).map(({ pid }) => pid),
    pids,
  );
  assert.equal(web.errors(), '');
});

test('a start that fails is a refusal with the reason and the last lines of output', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  const failed = await web.post('/api/processes/broken/start');
  assert.deepEqual([failed.status, failed.json.error], [409, 'failed']);
  assert.match(failed.json.message ?? '', /^broken: .*exit/);
  assert.deepEqual((failed.json['outcomes'] as { output: string[] }[])[0]?.output, ['no database']);
});

test('a start of what no ecosystem file has is refused, and leaves no supervisor behind', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  const missing = await web.post('/api/processes/webapp/start');
  assert.deepEqual([missing.status, missing.json.message], [404, 'Nothing is named "webapp".']);
  assert.equal((await droverIn(workspace).run(['ping'])).code, 1);
});

test('the web server sees what the command line changes, and the other way round', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  const { run } = droverIn(workspace);
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await run(['start', '--only', 'web-app,quiet', '--wait'])).code, 0);
  const all = await web.ask('/api/processes?monitoring=false');
  assert.deepEqual(states(all.json.data), [
    'web-app-0 online',
    'web-app-1 online',
    'broken stopped',
    'quiet online',
  ]);
  const others = await web.ask('/api/processes?namespace=others&monitoring=false');
  assert.deepEqual(
    [states(others.json.data), others.json['meta']],
    [['broken stopped', 'quiet online'], { total: 2, namespace: 'others' }],
  );

  assert.equal((await web.post('/api/processes/web-app-1/stop')).status, 200);
  const listed = JSON.parse((await run(['list', '--json'])).out) as { name: string; instances: Process[] }[];
  const webApp = listed.find(({ name }) => name === 'web-app');
  assert.deepEqual(states(webApp?.instances ?? []), ['web-app-0 online', 'web-app-1 stopped']);

  const scaled = await web.post('/api/processes/web-app/scale', { by: 1 });
  assert.equal(scaled.json.message, '"web-app" is scaled.');
  assert.equal((await run(['stop', 'all'])).code, 0);
  const stopped = await web.ask('/api/processes');
  assert.ok((stopped.json.data as readonly Process[]).every(({ status }) => status === 'stopped'));
  assert.equal(web.errors(), '');
});

test('an id is the name or the encoded id of an app or instance, and secrets are masked', async () => {
  const { files, port } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.post('/api/processes/web-app/start')).status, 200);
  const byName = await web.ask('/api/processes/web-app-1');
  const one = byName.json.data as Process;
  assert.deepEqual([one.kind, one.name, one.status, one.port], ['instance', 'web-app-1', 'online', port]);
  assert.ok((one.memory ?? 0) > 1_000_000);
  assert.equal(one.log_files.length, 2);
  const { API_TOKEN, DATABASE, MODE } = one.pm2_env.env;
  assert.deepEqual(
    { API_TOKEN, DATABASE, MODE },
    {
      API_TOKEN: '***',
      DATABASE: 'postgres://***@localhost/db',
      MODE: 'plain',
    },
  );
  const byId = await web.ask('/api/processes/ecosystem.config.js%23web-app%2F1?monitoring=false');
  assert.equal((byId.json.data as Process).pid, one.pid);
  const app = await web.ask('/api/processes/web-app');
  const { kind, processes } = app.json.data as { kind: string; processes: Process[] };
  assert.deepEqual([kind, states(processes)], ['app', ['web-app-0 online', 'web-app-1 online']]);
  assert.doesNotMatch([byName, byId, app].map(({ text }) => text).join(''), /hush-hush|abcdef/);
});

test('a name that several ecosystem files have is refused with the ids that tell them apart', async () => {
  const text = JSON.stringify({ apps: [{ name: 'web', script: 'sleep', args: '1000' }] });
  await using workspace = new TestWorkspace({
    files: { 'a/ecosystem.json': text, 'b/ecosystem.json': text },
  });
  await using web = await WebUnderTest.start(workspace);
  const ids = ['a/ecosystem.json#web', 'b/ecosystem.json#web'];
  const refused = await web.post('/api/processes/web/start');
  assert.deepEqual([refused.status, refused.json.error, refused.json['candidates']], [409, 'ambiguous', ids]);
  assert.equal((await web.post(`/api/processes/${encodeURIComponent(ids[1] ?? '')}/start`)).status, 200);
  const { json } = await web.ask('/api/processes?monitoring=false');
  assert.deepEqual(states(json.data), ['web stopped', 'web online']);
});

test('an app is restarted, reloaded, stopped and deleted by HTTP', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  const pidsOf = async (): Promise<(number | null)[]> => {
    const { json } = await web.ask('/api/processes?namespace=default&monitoring=false');
    return (json.data as readonly Process[]).map(({ pid }) => pid);
  };
  assert.equal((await web.post('/api/processes/web-app/start?wait=true&timeout=20000')).status, 200);
  const first = await pidsOf();
  // As PMDaemon's clients send it.
  assert.equal((await web.post('/api/processes/web-app-0/restart', null)).status, 200);
  const second = await pidsOf();
  assert.deepEqual([second[0] === first[0], second[1] === first[1]], [false, true]);
  assert.equal((await web.post('/api/processes/web-app/reload', {})).status, 200);
  const third = await pidsOf();
  assert.ok(third.every((pid) => pid !== null && !second.includes(pid)));
  const deleted = await web.ask('/api/processes/web-app', { method: 'DELETE' });
  assert.deepEqual([deleted.status, deleted.json.message], [200, '"web-app" is stopped.']);
  assert.deepEqual(await pidsOf(), [null, null]);
});

test('the last lines of output are told, of one instance or of all, and from a time on', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.post('/api/processes/web-app/start')).status, 200);
  const one = await web.ask('/api/processes/web-app-1/logs?lines=50');
  assert.deepEqual((one.json.data as { logs: string }).logs, 'instance 1 begins\n');
  const all = await web.ask('/api/processes/web-app/logs');
  const { lines, entries } = all.json.data as { lines: number; entries: { at: number; text: string }[] };
  assert.equal(lines, 2);
  const [earlier, later] = entries;
  assert.ok(earlier !== undefined && later !== undefined && earlier.at <= later.at);
  const since = encodeURIComponent(new Date(later.at + 1).toISOString());
  assert.equal(
    ((await web.ask(`/api/processes/web-app/logs?since=${since}`)).json.data as { logs: string }).logs,
    '',
  );
});

test('machine, status and metrics are told, also when a label needs quoting', async () => {
  const { files, port } = await webProject();
  files['odd.config.js'] = '';
  files['pm2.config.js'] = `module.exports = ${JSON.stringify({
    apps: [{ name: 'od"d\\', script: 'sleep', args: '1000', namespace: 'others' }],
  })};`;
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  const before = await web.ask('/metrics');
  assert.match(before.text, /^drover_supervisor_up 0$/m);
  assert.equal((await web.post('/api/processes/web-app/start')).status, 200);
  assert.equal((await web.ask('/api/system')).status, 200);
  const status = await web.ask('/api/status');
  const { ports } = status.json.data as { ports: object };
  assert.deepEqual(ports, { allocated: [port], total: 1 });
  const { text, headers } = await web.ask('/metrics');
  assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  const labels = `{app="web-app",instance="web-app-1",namespace="default",port="${port}",id="ecosystem.config.js#web-app/1"}`;
  assert.ok(text.includes(`drover_instance_up${labels} 1\n`), text);
  assert.match(
    text,
    new RegExp(`^drover_instance_memory_bytes${labels.replaceAll(/[{}.]/g, '\\$&')} \\d{7,}$`, 'm'),
  );
  assert.match(text, /^drover_instance_up\{app="od\\"d\\\\",/m);
});

test('every route is in the OpenAPI document', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  const { paths } = await web.openApi();
  const { json } = await web.ask('/');
  const told = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(told.toSorted(), (json['endpoints'] as string[]).toSorted());
  assert.equal(told.length, 16);
});
