import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository, TestWorkspace } from '../testWorkspace.ts';
import { webProject } from './webProject.ts';
import { WebUnderTest } from './webServer.ts';

/** The lines of the page that a reader types. */
const lines = Array.from(
  readFileSync(join(repository, 'docs/http-api.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms),
  ([, block = '']) => block.trim().split('\n'),
).flat();

test('the lines of docs/http-api.md work as they stand there', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.post('/api/processes/web-app/start')).status, 200);
  const bin = join(workspace.root, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'drover'),
    `#!/bin/sh\nexec "${process.execPath}" "${repository}/dist/cli.cjs" "$@"\n`,
  );
  chmodSync(join(bin, 'drover'), 0o755);
  // A refusal fails, and a stream ends some time.
  writeFileSync(join(workspace.root, '.curlrc'), 'fail-with-body\nsilent\nmax-time = 5\n');
  const env = {
    ...workspace.env,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    CURL_HOME: workspace.root,
    DROVER_HOME: '',
  };

  const [first, auth = '', ...rest] = lines;
  assert.equal(first, 'drover web');
  const run = (line: string): Promise<{ code: number | null; out: string }> =>
    new Promise((resolve) => {
      // The test's server has a port of its own.
      const script = `${auth}\n${line}`.replaceAll(':9615', `:${web.port}`);
      const child = execFile('bash', ['-c', script], { cwd: workspace.folder, env }, (_error, out) => {
        resolve({ code: child.exitCode, out });
      });
    });
  assert.ok(rest.includes('curl -H "$auth" http://localhost:9615/api/processes/web-app-1'));
  for (const line of rest) {
    const { code, out } = await run(line);
    if (line.includes('/api/events')) {
      assert.equal(code, 28, line);
      assert.match(out, /^event: ProcessList\n/);
      assert.match(out, /^event: SystemUpdate$/m);
    } else {
      assert.equal(code, 0, `${line}: ${out}`);
      assert.match(out, line.endsWith('/metrics') ? /^drover_instance_up\{/m : /^\{"success":true,/);
    }
  }
  assert.equal(web.errors(), '');
});
