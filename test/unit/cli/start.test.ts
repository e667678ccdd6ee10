import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { Params, Result } from '../../../src/protocol/contract.ts';
import { app, fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

const webId = 'ecosystem.config.js#web';

/** What applying answers when an app was dealt with; `rest` says how. */
function applied(rest: Partial<Result<'apps/apply'>['applied'][number]> = {}): Result<'apps/apply'> {
  const one = { app: webId, name: 'web', action: 'started', changes: [], ...rest } as const;
  return { outcomes: [{ app: webId, instance: null, ok: true, problem: null }], applied: [one] };
}

const loadedFile: Result<'files/load'> = { files: ['/shop/ecosystem.config.js'], problems: [] };

test('start applies the named file with the environment of the shell, and waits', async (t) => {
  const asked: Params<'apps/apply'>[] = [];
  const fake = supervisorWith(webSnapshot({ file: '/shop/ecosystem.config.js' }), {
    'files/load': ({ paths }) => {
      assert.deepEqual(paths, [path.join(world.cwd, 'ecosystem.config.js')]);
      return loadedFile;
    },
    'apps/apply': (params) => {
      asked.push(params);
      return applied();
    },
  });
  const world = await fakeWorld(t, { fake, isLive: false, files: ['ecosystem.config.js'] });
  const args = ['start', 'ecosystem.config.js', '--wait-timeout', '900', '--env', 'production', '--prune'];
  assert.equal(await runCommandLine(world, args), 0);
  assert.deepEqual(asked, [
    {
      targets: ['/shop/ecosystem.config.js'],
      start: true,
      env: { SHELL_VARIABLE: 'yes' },
      wait: true,
      profile: 'production',
      waitTimeoutMs: 900,
      prune: true,
    },
  ]);
  assert.match(world.out(), /^name .*\nweb-0 {2}online.*\nweb-1 {2}online/);
});

test('names choose among the apps of the files, also behind --only', async (t) => {
  const asked: unknown[] = [];
  const web = webSnapshot();
  const known = {
    ...web,
    apps: [...web.apps, app('front', { id: 'other.json#front', file: '/shop/other.json' })],
  };
  const fake = supervisorWith(known, {
    'files/load': ({ paths }) => {
      asked.push(paths);
      return loadedFile;
    },
    'apps/apply': ({ targets }) => {
      asked.push(targets);
      return { outcomes: [], applied: [] };
    },
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['start', 'web', 'front']), 0);
  assert.equal(await runCommandLine(world, ['start', '--only', 'front, web']), 0);
  assert.deepEqual(asked, [undefined, [webId, 'front'], undefined, ['front', webId]]);
});

const spoken: [string, ReturnType<typeof applied>, string][] = [
  [
    'what has changed',
    applied({
      action: 'scaled',
      changes: [
        { kind: 'changed', option: 'instances', from: '2', to: '4' },
        { kind: 'removed', option: 'env PORT', from: null, to: null },
      ],
    }),
    'web: instances 2 -> 4, env PORT removed',
  ],
  [
    'what was restarted for a change',
    applied({
      action: 'restarted',
      changes: [{ kind: 'added', option: 'env TOKEN', from: null, to: null }],
    }),
    'web: env TOKEN added (restarted)',
  ],
  [
    'which app is in its file no more',
    applied({ action: 'unlisted' }),
    'web runs on, but its file does not name it any more. "drover stop web" or --prune stops it.',
  ],
  [
    'which app was stopped for that',
    applied({ action: 'stopped' }),
    'web is stopped: its file does not name it any more.',
  ],
  [
    'that there was nothing to do',
    applied({ action: 'unchanged' }),
    'There is nothing to start or to change.',
  ],
  [
    'that nothing starts by itself',
    { outcomes: [], applied: [] },
    'Every app here has "autostart": false. Name one to start it.',
  ],
];

for (const [what, answer, sentence] of spoken) {
  test(`start says ${what}`, async (t) => {
    const fake = supervisorWith(webSnapshot(), {
      'files/load': () => loadedFile,
      'apps/apply': () => answer,
    });
    const world = await fakeWorld(t, { fake });
    assert.equal(await runCommandLine(world, ['start']), 0);
    assert.equal(world.out().split('\n')[0], sentence);
  });
}

test('an app of the file that cannot start fails the start, and the table has all of them', async (t) => {
  const problem = { code: 'crashed', data: { exit: 'exit 1', uptime: '2 ms' }, severity: 'error' } as const;
  const answer = { ...applied(), outcomes: [{ app: webId, instance: null, ok: false, problem }] };
  const fake = supervisorWith(webSnapshot(), { 'files/load': () => loadedFile, 'apps/apply': () => answer });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['start']), 1);
  assert.match(world.out(), /web-1 {2}online/);
  assert.equal(world.err(), 'web: It exited with exit 1 2 ms after its start.\n');
});

test('the valid part of a file starts, and its problems are told with their places', async (t) => {
  const problem = {
    code: 'script-required',
    data: { app: 'api' },
    severity: 'error',
    app: 'api',
    line: 4,
  } as const;
  const fake = supervisorWith(webSnapshot(), {
    'files/load': () => ({
      ...loadedFile,
      problems: [{ ...problem, file: path.join(world.cwd, 'ecosystem.config.js') }],
    }),
    'apps/apply': () => applied(),
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['start']), 1);
  assert.match(world.err(), /^ecosystem\.config\.js:4: error: "api" has no "script"/);
  assert.match(world.out(), /web-1 {2}online/);
});

test('start tells what is wrong with the file and fails', async (t) => {
  let isShutDown = false;
  const fake = supervisorWith(
    { files: [], apps: [], instances: [] },
    {
      'files/load': () => ({
        files: [],
        problems: [
          {
            code: 'file-syntax',
            data: { message: "Unexpected token '}'" },
            severity: 'error',
            file: path.join(world.cwd, 'ecosystem.config.js'),
            line: 3,
            column: 7,
          },
        ],
      }),
      shutdown: () => {
        isShutDown = true;
        return {};
      },
    },
  );
  const world = await fakeWorld(t, { fake, isLive: false });
  assert.equal(await runCommandLine(world, ['start']), 1);
  assert.equal(world.err(), "ecosystem.config.js:3:7: error: Unexpected token '}'\n");
  assert.ok(isShutDown, 'a supervisor that has nothing to do was left running');
});

test('start refuses an ecosystem file that does not exist', async (t) => {
  const world = await fakeWorld(t);
  assert.equal(await runCommandLine(world, ['start', 'ecosystem.config.js']), 1);
  assert.match(world.err(), /"ecosystem\.config\.js" does not exist\./);
});

test('a name that is not found is told together with what is wrong with the files', async (t) => {
  const problem = { code: 'file-syntax', data: { message: 'Unexpected token' }, severity: 'error' } as const;
  const fake = supervisorWith(webSnapshot(), {
    'files/load': () => ({
      files: [],
      problems: [{ ...problem, file: path.join(world.cwd, 'ecosystem.config.js'), line: 2 }],
    }),
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['start', 'api']), 1);
  assert.match(world.err(), /^ecosystem\.config\.js:2: error: Unexpected token\n"api" is no app /);
});

test('without ecosystem files, start is about the apps without one', async (t) => {
  const asked: unknown[] = [];
  const hand = app('hand', { id: '#hand', file: null });
  const fake = supervisorWith(
    { files: [], apps: [hand], instances: [] },
    {
      'files/load': () => ({ files: [], problems: [] }),
      'apps/apply': ({ targets }) => {
        asked.push(targets);
        return { outcomes: [], applied: [] };
      },
    },
  );
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['start']), 0);
  assert.deepEqual(asked, [['#hand']]);
});
