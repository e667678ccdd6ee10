import { dirname } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../testWorkspace.ts';
import type { Generator } from './load.ts';
import { Load, fresh, kept, slow } from './load.ts';
import { assertNoneFailed, framework, reload, startApp } from './loadedApp.ts';

const reloads = 3;
const folder = dirname(framework('servers.py'));

/**
 * Servers that close an idle connection on which a request may be under way cannot spare clients that keep theirs;
 * gunicorn's own kind of instance keeps none.
 */
const cases: readonly { command: readonly string[]; generators: readonly Generator[] }[] = [
  { command: ['gunicorn', 'servers:wsgi', '--pythonpath', folder], generators: [kept, fresh, slow] },
  { command: ['uvicorn', 'servers:asgi', '--app-dir', folder, '--no-access-log'], generators: [fresh, slow] },
];

for (const { command, generators } of cases) {
  const [script = '', ...args] = command;
  test(`${reloads} reloads of three ${script} instances under load fail no request`, async (t) => {
    const port = await freePort();
    const env = { PYTHONDONTWRITEBYTECODE: '1' };
    await using app = await startApp({ script, args, port, instances: 3, min_uptime: 500 }, { port, env });
    using load = new Load(port, generators);
    for (let done = 0; done < reloads; done += 1) await reload(app);
    assertNoneFailed(t, await load.finish());
  });
}
