import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { droverIn } from '../supervisor/droverIn.ts';
import { repository, TestWorkspace, until } from '../supervisor/testWorkspace.ts';

const clipboard = '\u001b]52;c;cm0gLXJmIH4K\u0007';
const trap = `\u001b]0;mine\u0007${clipboard}\u001b[2J\u001b[6n\u001bP$qm\u001b\\`;
const name = `web${trap}`;

/** What is written to a terminal by a command, byte by byte: nothing but colours may act on it. */
function onTerminal(workspace: TestWorkspace, args: readonly string[]): Promise<string> {
  const words = [process.execPath, join(repository, 'dist/cli.cjs'), ...args];
  const line = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const options = {
    cwd: workspace.folder,
    env: { ...workspace.env, DROVER_HOME: '', TERM: 'xterm-256color' },
  };
  return new Promise((resolve) => {
    const child = execFile('script', ['-qec', line, '/dev/null'], options, (_error, out) => resolve(out));
    child.stdin?.end();
  });
}

/** What is left when text, colours and lines written anew have been taken away. */
function acting(text: string): string[] {
  const rest = text.replace(/\u001b\[(?:[\d;:]*m|0?K)/g, '');
  return rest.match(/\u001b[^\u001b]{0,12}|[\u0000-\u0007\u000b\u000c\u000e-\u001a\u007f-\u009f]/g) ?? [];
}

describe('names and output of programs on a terminal', () => {
  it('act on nothing, whatever the command shows of them', async () => {
    const say = `console.log(${JSON.stringify(`${trap}\u001b[32mgreen\u001b[0m`)}); setInterval(() => {}, 1000);`;
    const apps = [
      { name, namespace: trap, script: 'say.js', env: { SHOWN: trap }, args: [trap], min_uptime: 100 },
      { name: `gone${trap}`, script: `missing${trap}.js` },
    ];
    await using workspace = new TestWorkspace({
      files: { 'say.js': say, 'ecosystem.json': JSON.stringify({ apps }) },
    });
    const client = await workspace.load();
    await client.request('apps/start', { targets: ['all'], env: workspace.env });
    await until(client, ({ instances }) => instances.some(({ status }) => status === 'online'));
    for (const args of [
      ['list'],
      ['list', '--json'],
      ['describe', 'all'],
      ['env', name],
      ['logs', '--nostream'],
      ['logs', '--nostream', '--raw'],
      ['restart', name],
      ['start', `nothing${trap}`],
      ['check'],
    ]) {
      const written = await onTerminal(workspace, args);
      assert.notEqual(written, '', args.join(' '));
      assert.deepEqual(acting(written), [], `drover ${args.join(' ')}`);
    }
    assert.match(await onTerminal(workspace, ['logs', '--nostream']), /\u001b\[32mgreen/, 'colours stay');
  });

  it('go to a pipe as they were written', async () => {
    await using workspace = new TestWorkspace({
      files: {
        'say.js': `console.log(${JSON.stringify(trap)}); setInterval(() => {}, 1000);`,
        'ecosystem.json': JSON.stringify({ apps: [{ name: 'web', script: 'say.js', min_uptime: 100 }] }),
      },
    });
    const client = await workspace.load();
    await client.request('apps/start', { targets: ['all'], env: workspace.env });
    await until(client, ({ instances }) => instances.every(({ status }) => status === 'online'));
    const { out } = await droverIn(workspace).run(['logs', '--nostream', '--raw']);
    assert.ok(out.includes(trap));
  });
});
