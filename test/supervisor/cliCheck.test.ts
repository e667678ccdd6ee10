import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { droverIn } from './droverIn.ts';
import { TestWorkspace } from './testWorkspace.ts';

test('the bundled command checks files of every language, runs none of them and starts no supervisor', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'server.js': '',
      'ecosystem.config.js':
        "require('fs').writeFileSync(__dirname + '/ran', '');\nmodule.exports = { apps: [{ name: 'a', script: 'server.js', instnces: 2 }] };\n",
      'a/ecosystem.config.ts': "export default { apps: [{ name: 'b', script: 'gone.js' } as const] };\n",
      'b/pm2.yaml': 'apps:\n  - name: c\n    script: ../server.js\n    cron_restart: */5 * * * *\n',
      'c/ecosystem.toml': '[[apps]]\nname = "d"\n\n[[apps]]\nscript = "../server.js"\n',
      'd/pm2.json': '{ "apps": [{ "name": "e", "script": "../server.js", "max_memory_restart": "512MB" }] }',
    },
  });
  const { run } = droverIn(workspace);
  const { code, out, err } = await run(['check']);
  assert.deepEqual([code, err], [1, '']);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ').slice(0, 3).join(' '));
  assert.deepEqual(lines, [
    'a/ecosystem.config.ts:1:1 info pm2-export',
    'a/ecosystem.config.ts:1:46 error script-missing',
    'b/pm2.yaml:4:19 error file-syntax',
    'c/ecosystem.toml:2:8 error script-required',
    'd/pm2.json:1:75 info pm2-refuses',
    'ecosystem.config.js:2:61 warning option-unknown',
    '3 errors and',
  ]);
  assert.ok(!existsSync(`${workspace.folder}/ran`));
  assert.equal((await run(['ping'])).code, 1);
  assert.equal((await run(['check', 'ecosystem.config.js', '--max-warnings', '0'])).code, 1);
  assert.equal((await run(['check', 'd', '--json'])).code, 0);
});
