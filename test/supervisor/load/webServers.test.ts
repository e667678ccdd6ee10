import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { freePort } from '../freePort.ts';
import { Load } from './load.ts';
import type { LoadedApp } from './loadedApp.ts';
import { assertNoneFailed, framework, reload, startApp } from './loadedApp.ts';

/** What `npm test` installs where it can only. */
const skip = existsSync('/usr/bin/hypercorn') ? false : 'hypercorn is not installed';
const reloads = 2;
const folder = dirname(framework('servers.py'));

const commands: readonly (readonly string[])[] = [
  ['uvicorn', 'servers:asgi', '--no-access-log'],
  ['gunicorn', 'servers:wsgi'],
  ['gunicorn', '--worker-class', 'gthread', '--threads', '8', 'servers:wsgi'],
  ['gunicorn', '--worker-class', 'uvicorn.workers.UvicornWorker', 'servers:asgi'],
  ['hypercorn', 'servers:asgi'],
];

async function serve(
  [script = '', ...args]: readonly string[],
  { path = folder, files = {} }: { path?: string; files?: Record<string, string> } = {},
): Promise<LoadedApp> {
  const port = await freePort();
  const env = { PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: path };
  return await startApp({ script, args, port, instances: 3, min_uptime: 500 }, { port, env, files });
}

for (const command of commands) {
  test(
    `${reloads} reloads of three ${command.join(' ')} under load fail no request`,
    { skip: command[0] === 'hypercorn' && skip },
    async (t) => {
      await using app = await serve(command);
      using load = new Load(app.port);
      for (let done = 0; done < reloads; done += 1) await reload(app);
      assertNoneFailed(t, await load.finish());
    },
  );
}

test('what makes Python servers drain shows neither in their environment nor on their path', async () => {
  const site = 'import os\nos.environ["SITE"] = "of the app"\n';
  const seen = `
import os, sys
found = (os.environ["SITE"] + "|" + os.environ["PYTHONPATH"] + "|" + ":".join(sys.path)).encode()
async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": found})
`;
  await using app = await serve(['uvicorn', 'seen:app'], {
    path: 'own',
    files: { 'own/sitecustomize.py': site, 'own/seen.py': seen },
  });
  const answer = await (await fetch(`http://127.0.0.1:${app.port}/`)).text();
  const [siteValue, path, sysPath = ''] = answer.split('|');
  assert.deepEqual([siteValue, path], ['of the app', 'own']);
  assert.ok(!sysPath.includes('runtime/python'), sysPath);
});
