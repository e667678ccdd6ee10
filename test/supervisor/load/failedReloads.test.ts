import assert from 'node:assert/strict';
import { test } from 'node:test';
import { droverIn } from '../droverIn.ts';
import { Load } from './load.ts';
import { assertNoneFailed, pidsOf, server, startApp } from './loadedApp.ts';

/** Nobody waits for so long, also on a busy machine. */
const longMs = 60_000;

for (const { what, code, reason, listenMs } of [
  {
    what: 'throws at its start',
    code: "throw new Error('no database');",
    reason: /code 1/,
    listenMs: longMs,
  },
  { what: 'never listens', code: 'setInterval(() => {}, 1000);', reason: /2500 ms/, listenMs: 2500 },
  {
    what: 'listens and then exits',
    code: `${server} setTimeout(() => process.exit(4), 0);`,
    reason: /code 4/,
    listenMs: longMs,
  },
]) {
  test(`drover reload into code that ${what} fails, and says why, and fails no request`, async (t) => {
    await using app = await startApp({
      script: 'server.js',
      instances: 4,
      listen_timeout: listenMs,
      min_uptime: 300,
    });
    const before = await pidsOf(app);
    using load = new Load(app.port);
    app.workspace.write('server.js', code);
    const { code: status, out, err } = await droverIn(app.workspace).run(['reload', 'web']);
    assert.equal(status, 1, out + err);
    assert.match(err, reason);
    assert.deepEqual(await pidsOf(app), before);
    assertNoneFailed(t, await load.finish());
  });
}
