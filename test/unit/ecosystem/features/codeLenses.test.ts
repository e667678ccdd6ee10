import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeLenses } from '../../../../src/ecosystem/features/codeLenses.ts';
import type { RunningApp } from '../../../../src/ecosystem/features/featureFacts.ts';
import type { SourceTree } from '../../../../src/ecosystem/tree/sourceTree.ts';
import { factsWith, instance, runningApp, shopTrees, treeOf } from './sources.ts';

/** A line of titles for each app. */
function lines(tree: SourceTree, running: readonly RunningApp[], actions = factsWith().actions): string[] {
  const byPlace = new Map<number, string[]>();
  for (const { start, title } of codeLenses(tree, factsWith({ running, actions })))
    byPlace.set(start, [...(byPlace.get(start) ?? []), title]);
  return [...byPlace.values()].map((titles) => titles.join(' | '));
}

for (const tree of shopTrees) {
  test(`each app has a line with what makes sense now: ${tree.language}`, () => {
    const running = [
      runningApp('web', {
        sharing: 'cluster',
        debugger: 'node',
        instances: [instance('web', 0), instance('web', 1)],
      }),
      runningApp('db', {
        status: 'errored',
        instances: [instance('db', 0, { status: 'errored', pid: null })],
      }),
    ];
    assert.deepEqual(lines(tree, running), [
      '2 of 2 online | Stop | Restart | Reload | DEV | Debug | Logs',
      'errored | Start | DEV | Logs',
      'Start | DEV',
    ]);
    assert.deepEqual(lines(tree, running, ['showLogs']), ['2 of 2 online | Logs', 'errored | Logs']);
  });
}

const states: readonly (readonly [Partial<RunningApp>, string])[] = [
  [{ status: 'stopped', instances: [] }, 'stopped | Start | DEV'],
  [{ runMode: 'dev' }, 'online, DEV_MODE | Stop | Restart | End DEV | Logs'],
  [{ runMode: 'dev', status: 'stopped', instances: [] }, 'stopped | Start | DEV'],
  [{ status: 'stopping', instances: [instance('web', 0, { status: 'stopping' })] }, 'stopping | Logs'],
  [
    {
      status: 'launching',
      sharing: 'socket',
      instances: [instance('web', 0, { status: 'launching', pid: null })],
    },
    'launching | Stop | Restart | Reload | DEV | Logs',
  ],
  [
    { status: 'completed', instances: [instance('web', 0, { status: 'completed', pid: null })] },
    'completed | Start | DEV | Logs',
  ],
];

for (const [facts, expected] of states)
  test(`the line of an app that is ${facts.status ?? 'online'}: ${expected}`, () => {
    const tree = treeOf('json', '{ "apps": [{ "name": "web", "script": "a.js" }] }');
    assert.deepEqual(lines(tree, [runningApp('web', facts)]), [expected]);
  });

test('a command says which app of which file it is about', () => {
  const tree = treeOf('yaml', 'apps:\n  - script: api/server.js\n');
  assert.deepEqual(codeLenses(tree, factsWith({ actions: ['start'] })), [
    {
      start: 10,
      end: 11,
      title: 'Start',
      command: {
        action: 'start',
        id: 'drover.start',
        argument: { file: '/shop/ecosystem.config.js', apps: ['server'] },
      },
    },
  ]);
});

test('apps that a function computes have one line for all of them', () => {
  const tree = treeOf(
    'javascript',
    `module.exports = { apps: [{ name: 'web', script: 'a.js' }, ...['a', 'b', 'c'].map((name) => ({ name: \`job-\${name}\`, script: 'job.js' }))] };`,
  );
  const jobs = ['job-a', 'job-b', 'job-c'].map((name) => runningApp(name));
  assert.deepEqual(
    lines(tree, [runningApp('web'), ...jobs]).at(-1),
    '3 computed apps, online | Stop | Restart | DEV',
  );
  const start = codeLenses(tree, factsWith({ running: jobs })).find(({ title }) => title === 'Stop');
  assert.deepEqual(start?.command?.argument.apps, ['job-a', 'job-b', 'job-c']);
  assert.deepEqual(lines(tree, [])[1], 'computed apps');
});

test('an app whose name nobody can know has no line', () => {
  const text = `module.exports = { apps: [{ name: process.env.NAME, script: 'a.js' }, { ...base(), script: 'b.js' }] };`;
  assert.deepEqual(lines(treeOf('javascript', text), [runningApp('a')]), []);
});
