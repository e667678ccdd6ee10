import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { runTool, tools } from '../../src/client/tools/runTool.ts';
import { supervisorLog } from '../../src/client/locate.ts';
import { droverIn } from '../supervisor/droverIn.ts';
import { freePort } from '../supervisor/freePort.ts';
import { TestWorkspace, until } from '../supervisor/testWorkspace.ts';
import { WebUnderTest } from '../supervisor/web/webServer.ts';

const secret = 'hunter2CANARY';

function flagsWith(secretNow: string): string[] {
  return ['--api-key', secretNow, `--token=${secretNow}`, '--plain', 'shown'];
}

function fileWith(secretNow: string, port: number, args: readonly string[] = flagsWith(secretNow)): string {
  const app = {
    name: 'web',
    script: 'server.js',
    args,
    env: {
      PORT: port,
      API_TOKEN: secretNow,
      DB_PASSWORD: secretNow,
      AWS_SECRET_ACCESS_KEY: secretNow,
      DATABASE_URL: `postgres://me:${secretNow}@localhost/shop`,
      PLAIN: 'shown',
    },
  };
  return JSON.stringify({ apps: [app] });
}

describe('a secret of an ecosystem file is shown by nothing that was not asked for it', () => {
  it('on the command line, over HTTP, to agents, in exports without secrets, in logs of ours', async () => {
    const port = await freePort();
    await using workspace = new TestWorkspace({
      files: {
        'ecosystem.json': fileWith(secret, port),
        'server.js': `console.log('up'); require('node:http').createServer().listen(${port});`,
      },
    });
    const drover = droverIn(workspace);
    const client = await workspace.load();
    await client.request('apps/start', { targets: ['all'], env: workspace.env });
    await until(client, ({ instances }) => instances.every(({ status }) => status === 'online'));
    // What a change of a secret would be told as.
    workspace.write('ecosystem.json', fileWith(`${secret}2`, port));
    await client.request('files/load', { env: workspace.env });
    await until(client, ({ apps }) => apps.every(({ pending }) => pending.length > 0));

    // Exports take arguments over as they are, and variables as they are told to.
    workspace.write('plain.json', fileWith(secret, port, []).replace('"web"', '"shop"'));
    const told = new Map<string, string>();
    const lines = [
      ...['list', 'list --json', 'jlist', 'prettylist', 'describe web', 'describe web --json', 'env web'],
      ...[
        'env web --json',
        'report',
        'report --json',
        'logs --nostream',
        'start --dry-run',
        'check ecosystem.json',
      ],
      ...['compose', 'kubernetes', 'systemd'].map((format) => `export ${format} plain.json --no-secrets`),
      ...['nginx', 'haproxy'].map((format) => `export ${format} plain.json`),
    ];
    for (const line of lines) {
      const { out, err } = await drover.run(line.split(' '));
      told.set(`drover ${line}`, out + err);
    }
    await using web = await WebUnderTest.start(workspace);
    for (const path of [
      '/api/processes',
      '/api/processes/web',
      '/api/status',
      '/api/processes/web/logs',
      '/metrics',
      '/',
    ]) {
      told.set(`GET ${path}`, (await web.ask(path)).text);
    }
    const host = {
      folders: [
        { path: workspace.folder, name: 'project', connect: async () => client, measure: async () => [] },
      ],
      environment: () => workspace.env,
    };
    const reading = tools.filter(({ name }) => /list|describe|logs/.test(name));
    for (const tool of reading) {
      const answer = await runTool(
        tool,
        tool.name.endsWith('list') ? {} : { app: 'web' },
        host,
        new AbortController().signal,
      );
      told.set(tool.name, JSON.stringify(answer));
    }
    told.set('the log of the supervisor', readFileSync(supervisorLog(workspace.location), 'utf8'));
    const leaks = [...told].filter(([, text]) => text.includes(secret)).map(([what]) => what);
    assert.deepEqual(leaks, []);
    assert.match(told.get('drover list --json') ?? '', /shown/);
    assert.match(told.get('drover env web') ?? '', /PLAIN=shown/);
    const asked = await drover.run(['env', 'web', '--show-secrets']);
    assert.match(asked.out, new RegExp(secret), asked.err);
  });
});
