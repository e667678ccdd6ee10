import { test } from 'node:test';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import { Load } from './load.ts';
import { assertNoneFailed, reload, startApp } from './loadedApp.ts';

const reloads = 20;

for (const major of nodeMajors) {
  test(`${reloads} reloads of four instances under load fail no request on Node ${major}`, async (t) => {
    await using app = await startApp({
      script: 'server.js',
      instances: 4,
      interpreter: nodeBinary(major),
      // What is asked is whether a request is lost, however busy the machine is.
      listen_timeout: 60_000,
    });
    using load = new Load(app.port);
    for (let done = 0; done < reloads; done += 1) await reload(app);
    assertNoneFailed(t, await load.finish());
  });
}
