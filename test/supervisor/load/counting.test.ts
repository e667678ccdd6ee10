import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../testWorkspace.ts';
import { Load } from './load.ts';
import { pidsOf, report, startApp } from './loadedApp.ts';

test('requests that a restart of a plain app costs are counted', async (t) => {
  await using app = await startApp({ script: 'server.js' });
  using load = new Load(app.port);
  const { outcomes } = await app.client.request('apps/restart', { targets: ['web'] });
  assert.equal(outcomes[0]?.ok, true);
  const counts = await load.finish();
  report(t, counts);
  for (const { what, errors, unanswered } of counts) assert.ok(errors > 0 && unanswered > 0, what);
});

test('requests that go with a killed instance are counted', async (t) => {
  await using app = await startApp({ script: 'server.js', instances: 2 });
  using load = new Load(app.port);
  const [pid] = await pidsOf(app);
  assert.ok(pid);
  await load.answered(10);
  process.kill(pid, 'SIGKILL');
  await until(app.client, ({ instances }) =>
    instances.every((one) => one.pid !== pid && one.status === 'online'),
  );
  const counts = await load.finish();
  report(t, counts);
  assert.ok(counts.some(({ unanswered }) => unanswered > 0));
});

test('a connection that is closed instead of an answer is counted, although nothing breaks', async (t) => {
  const closing = `
    let asked = 0;
    require('node:http').createServer((request, response) => {
      asked += 1;
      if (asked % 10 === 0) request.socket.end();
      else response.end();
    }).listen(Number(process.env.LISTEN));`;
  await using app = await startApp({ script: 'closing.js' }, { files: { 'closing.js': closing } });
  using load = new Load(app.port, [{ what: 'closed', path: '/', connections: 1 }]);
  await load.answered(100);
  const counts = await load.finish();
  report(t, counts);
  assert.ok(counts.every(({ errors, unanswered }) => errors === 0 && unanswered > 0));
});
