import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { describeText } from '../../../src/extension/tree/describeText.ts';
import type { SheetValue } from '../../../src/extension/tree/sheet.ts';
import { sheet } from '../../../src/extension/tree/sheet.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import { app, instance } from './records.ts';

test('a sheet is YAML that says the same, less what is empty', () => {
  const values: { readonly [name: string]: SheetValue } = {
    plain: 'server.js --port 3000',
    number: 3000,
    numeric: '3000',
    yes: 'yes',
    colon: 'a: b',
    end: 'a:',
    time: '12:30:01.120 exit, code 1',
    hash: 'a # b',
    quote: 'say "hi"',
    stars: '***',
    lines: 'a\nb',
    umlaut: 'Ärger',
    list: ['a', '- b', '[c]'],
    nested: { 'a b': 'c', deeper: { d: ['e'] } },
    'key: odd': 'x',
  };
  assert.deepEqual(parse(sheet(values)), values);
  assert.equal(sheet({ none: null, empty: '', list: [], group: { in: null } }), '');
});

test('an app is described with its options, variables, instances and what happened to them', () => {
  const at = new Date(2026, 0, 2, 3, 4, 5, 6).getTime();
  const text = describeText(
    {
      app: app({ args: ['--token', 'abc'], dependsOn: ['db'], runMode: 'dev' }),
      runsBy: { options: [{ option: 'kill_timeout', value: '5 s' }], env: { API_KEY: '***' }, inherited: 12 },
      instances: [
        {
          instance: instance({
            startedAt: 0,
            held: true,
            children: [{ pid: 7, ppid: 100, command: 'esbuild' }],
          }),
          usage: { cpu: 1.4, memory: 1024 * 1024 },
          logFiles: ['/logs/web-0-out.log'],
          events: [
            { at, event: 'fork', launch: 1, pid: 100, data: {} },
            { at, event: 'exit', launch: 1, pid: 100, data: { code: '1' } },
          ],
        },
      ],
    },
    { now: 60_000, t: english },
  );
  const page = parse(text) as Record<string, unknown>;
  assert.equal(page['App'], 'web');
  assert.equal(page['Script'], '/w/server.js --token ***');
  assert.equal(page['Mode'], 'DEV_MODE');
  assert.deepEqual(page['Depends on'], ['db']);
  assert.deepEqual(page['Options'], { kill_timeout: '5 s' });
  assert.deepEqual(page['Variables'], { API_KEY: '***' });
  assert.deepEqual(page['Processes'], {
    'web-0': {
      Status: 'online',
      Process: 100,
      Port: 3000,
      Up: '60 s',
      CPU: '1%',
      Memory: '1 MB',
      Restarts: 0,
      Debugger: 'attached',
      'Processes below': ['7 esbuild'],
      'Log files': ['/logs/web-0-out.log'],
      Timeline: ['03:04:05.006 fork, process 100', '03:04:05.006 exit, process 100, code 1'],
    },
  });
});
