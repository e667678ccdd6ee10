import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import autocannon from 'autocannon';
import { instancesOf, TestWorkspace } from '../testWorkspace.ts';
import { webProject } from './webProject.ts';
import { WebUnderTest } from './webServer.ts';

/** `DROVER_WEB_SECONDS=20` gives the figures in docs/http-api.md. */
const seconds = Number(process.env['DROVER_WEB_SECONDS'] ?? 3);
const perSecond = 2000;

/** Resident memory in MiB, and processor time in seconds. */
function readProcess(pid: number): { readonly memory: number; readonly cpu: number } {
  const [, kibibytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  const [user = 0, system = 0] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '')
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return { memory: Number(kibibytes) / 1024, cpu: (user + system) / 100 };
}

test('2,000 requests a second leave instances and supervisor untouched', async (t) => {
  const { files, port } = await webProject();
  const check = { check_type: 'http', url: `http://127.0.0.1:${port}/`, interval: 1, timeout: 5, retries: 3 };
  files['ecosystem.config.js'] = (files['ecosystem.config.js'] ?? '').replace(
    '"name":"web-app"',
    `"name":"web-app","health_check":${JSON.stringify(check)}`,
  );
  await using workspace = new TestWorkspace({ files });
  const client = await workspace.load();
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.post('/api/processes/web-app/start')).status, 200);
  // Measuring is under way, and every record has been asked for.
  assert.equal((await web.ask('/api/processes/web-app-0')).status, 200);
  assert.equal((await web.ask('/api/processes/web-app-1')).status, 200);
  const before = instancesOf(client.snapshot, 'web-app');
  const unhealthy: string[] = [];
  client.onDidChange(({ instances }) => {
    unhealthy.push(...instances.filter(({ health }) => health === 'unhealthy').map(({ name }) => name));
  });
  const pids = { supervisor: client.supervisor.pid, server: web.child.pid ?? 0 };
  const began = { supervisor: readProcess(pids.supervisor), server: readProcess(pids.server) };

  const result = await autocannon({
    url: `http://127.0.0.1:${web.port}`,
    connections: 20,
    overallRate: perSecond,
    duration: seconds,
    headers: web.authorization,
    requests: ['/api/processes', '/api/processes/web-app-1', '/metrics'].map((path) => ({ path })),
  });

  const ended = { supervisor: readProcess(pids.supervisor), server: readProcess(pids.server) };
  t.diagnostic(
    `figure: ${result.requests.average} requests a second for ${seconds} s, ` +
      `median ${result.latency.p50} ms, 99 % ${result.latency.p99} ms; ` +
      (['supervisor', 'server'] as const)
        .map((name) => {
          const cpu = ((ended[name].cpu - began[name].cpu) / seconds) * 100;
          return `${name} ${began[name].memory.toFixed(1)} to ${ended[name].memory.toFixed(1)} MiB, ${cpu.toFixed(0)} % CPU`;
        })
        .join('; '),
  );
  assert.deepEqual([result.errors, result.timeouts, result.non2xx], [0, 0, 0]);
  assert.ok(result['2xx'] > 0);
  const { snapshot } = await client.request('snapshot', {});
  const after = instancesOf(snapshot, 'web-app');
  assert.deepEqual(
    after.map(({ pid, restarts, status }) => ({ pid, restarts, status })),
    before.map(({ pid }) => ({ pid, restarts: 0, status: 'online' })),
  );
  assert.deepEqual(unhealthy, []);
  // Nothing is kept of a request; in 20 s that would be 100 MiB.
  const grown = ended.supervisor.memory - began.supervisor.memory;
  assert.ok(grown < 30, `the supervisor has grown by ${grown.toFixed(1)} MiB`);
  assert.equal(web.errors(), '');
});
