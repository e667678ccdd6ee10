import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { droverIn } from './droverIn.ts';
import { TestWorkspace } from './testWorkspace.ts';

const files = {
  'echo.js': `process.stdin.on('data', (text) => console.log('heard ' + String(text).trim()));
console.log('listens');`,
  'ecosystem.config.js': `module.exports = { apps: [
    { name: 'echo', script: 'echo.js', env: { API_TOKEN: 'abc', COLOUR: 'blue' } },
  ] };`,
};

test('what is typed after attach is read by the program, and its answer is shown', async () => {
  await using workspace = new TestWorkspace({ files });
  const { run, spawn } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  const attached = spawn(['attach', 'echo']);
  const closed = once(attached, 'close');
  let out = '';
  attached.stdout.setEncoding('utf8');
  attached.stdin.write('hello\n');
  for await (const chunk of attached.stdout) {
    out += String(chunk);
    if (out.includes('heard hello')) attached.stdin.end();
  }
  assert.match(out, /^listens\nheard hello$/m);
  const [code] = (await closed) as [number];
  assert.equal(code, 0);
  assert.equal((await run(['pid', 'echo'])).code, 0);
});

test('env leaves secrets out unless they are asked for', async () => {
  await using workspace = new TestWorkspace({ files });
  const { run } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  const masked = await run(['env', 'echo']);
  assert.match(masked.out, /^API_TOKEN=\*\*\*$/m);
  assert.match(masked.out, /^COLOUR=blue$/m);
  assert.match((await run(['env', 'echo', '--show-secrets'])).out, /^API_TOKEN=abc$/m);
  const [entry] = JSON.parse((await run(['jlist'])).out) as { pm2_env: { env: Record<string, string> } }[];
  assert.equal(entry?.pm2_env.env['API_TOKEN'], '***');
});

test('update starts what ran by a new supervisor, and what was stopped stays so', async () => {
  const two = `module.exports = { apps: [
    { name: 'steady', script: 'sleep', args: '1000' }, { name: 'idle', script: 'sleep', args: '1000' },
  ] };`;
  await using workspace = new TestWorkspace({ files: { 'ecosystem.config.js': two } });
  const { run } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  assert.equal((await run(['stop', 'idle'])).code, 0);
  const pidOf = async (name: string): Promise<string> => (await run(['pid', name])).out.trim();
  const before = await pidOf('steady');
  const updated = await run(['update']);
  assert.equal(updated.code, 0, updated.err);
  const after = await pidOf('steady');
  assert.match(after, /^\d+$/);
  assert.notEqual(after, before);
  assert.equal(await pidOf('idle'), '');
});

test('apps are numbered by their files, not by which of these was read first', async () => {
  const apps = (name: string): string => JSON.stringify({ apps: [{ name, script: 'sleep', args: '1000' }] });
  await using workspace = new TestWorkspace({
    files: {
      'a/ecosystem.config.js': `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
module.exports = ${apps('slow')};`,
      'b/ecosystem.json': apps('quick'),
    },
  });
  const { run } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  const namesOf = ({ out }: { out: string }) =>
    (JSON.parse(out) as { name: string }[]).map(({ name }) => name);
  assert.deepEqual(namesOf(await run(['jlist'])), ['slow', 'quick']);
  assert.equal((await run(['stop', '0'])).code, 0);
  const client = await workspace.connect();
  assert.deepEqual(
    client.snapshot.apps.map(({ name, status }) => [name, status]),
    [
      ['slow', 'stopped'],
      ['quick', 'online'],
    ],
  );
});
