import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestWorkspace } from './testWorkspace.ts';

test('an app is described by the options it runs by and its own variables, without secrets', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'server.js': 'setInterval(() => {}, 1000);',
      'ecosystem.json': JSON.stringify({
        apps: [
          {
            name: 'web',
            script: 'server.js',
            args: '--token abc --verbose',
            kill_timeout: '5s',
            env: { MODE: 'a', API_KEY: 'abc', DATABASE_URL: 'postgres://me:abc@db/web' },
            env_staging: { MODE: 'b' },
          },
        ],
      }),
    },
  });
  const client = await workspace.load();
  const env = { ...workspace.env, FROM_SHELL: 'abc' };
  await client.request('apps/start', { targets: ['web'], env, profile: 'staging' });
  const [app] = client.snapshot.apps;
  const described = await client.request('apps/describe', { app: app?.id ?? '' });
  const options = Object.fromEntries(described.options.map(({ option, value }) => [option, value]));
  assert.equal(options['script'], 'server.js');
  assert.equal(options['args'], '--token *** --verbose');
  assert.equal(options['kill_timeout'], '5 s');
  assert.equal(described.env['MODE'], 'b');
  assert.equal(described.env['API_KEY'], '***');
  assert.equal(described.env['FROM_SHELL'], undefined);
  assert.ok(described.inherited > 0);
  assert.ok(!JSON.stringify(described).includes('abc'), JSON.stringify(described));
});
