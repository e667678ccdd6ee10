import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../src/ecosystem/translate.ts';
import type { FileFacts } from '../../../src/extension/editor/ecosystemStatus.ts';
import { ecosystemStatus } from '../../../src/extension/editor/ecosystemStatus.ts';
import { app, file, instance } from './records.ts';

function status(facts: Partial<FileFacts> = {}) {
  return ecosystemStatus(
    {
      isTrusted: true,
      isInFolder: true,
      supervisor: 'connected',
      isRead: true,
      snapshot: { files: [file()], apps: [app()], instances: [instance()] },
      file: '/link/ecosystem.config.js',
      path: '/w/ecosystem.config.js',
      ...facts,
    },
    english,
  );
}

test('apps of the file are counted, and those that run', () => {
  const apps = [app(), app({ id: 'f#api', name: 'api' }), app({ id: 'g#other', file: '/w/pm2.json' })];
  const instances = [instance(), instance({ app: 'f#api', status: 'errored' }), instance({ app: 'g#other' })];
  const shown = status({ snapshot: { files: [file()], apps, instances } });
  assert.equal(shown.text, '2 apps, 1 running');
  assert.equal(shown.detail, 'Supervisor running');
  assert.equal(shown.severity, 'information');
  assert.equal(shown.command.id, 'drover.apps.focus');
});

test('apps that are down can be started from there, those that start by themselves', () => {
  const apps = [
    app(),
    app({ id: 'f#api', name: 'api' }),
    app({ id: 'f#once', name: 'once', autostart: false }),
  ];
  const shown = status({ snapshot: { files: [file()], apps, instances: [instance({ status: 'stopped' })] } });
  assert.equal(shown.text, '3 apps, 0 running');
  assert.deepEqual(shown.command, {
    id: 'drover.start',
    title: 'Start All',
    args: [{ file: '/link/ecosystem.config.js', apps: ['web', 'api'] }],
  });
});

test('one problem is told in full, several are counted, hints are not', () => {
  const unknown = {
    code: 'option-unknown',
    severity: 'warning',
    data: { option: 'instancez', suggestion: '' },
  } as const;
  const missing = { code: 'file-missing', severity: 'error', data: { path: '/w' } } as const;
  const hint = { code: 'option-ignored', severity: 'info', data: { option: 'x' } } as const;
  const of = (...problems: (typeof unknown | typeof missing | typeof hint)[]) => {
    const { severity, detail } = status({
      snapshot: { files: [file({ problems })], apps: [app()], instances: [] },
    });
    return { severity, detail };
  };
  assert.deepEqual(of(unknown), { severity: 'warning', detail: 'Unknown option "instancez".' });
  assert.deepEqual(of(unknown, missing, hint), {
    severity: 'error',
    detail: '2 problems · Supervisor running',
  });
  assert.deepEqual(of(hint), { severity: 'information', detail: 'Supervisor running' });
});

test('the state of the supervisor is told where the apps are not known', () => {
  const none = { files: [], apps: [], instances: [] };
  assert.equal(status({ supervisor: 'idle', snapshot: none }).text, 'Supervisor not started');
  assert.equal(status({ supervisor: 'lost', snapshot: none }).severity, 'error');
  assert.equal(status({ supervisor: 'connecting', snapshot: none }).isBusy, true);
  assert.equal(status({ isRead: false, snapshot: none }).isBusy, true);
  assert.deepEqual([status({ snapshot: none }).text, status({ snapshot: none }).isBusy], ['No apps', false]);
});

test('a workspace that is not trusted, and a file of none, say so first', () => {
  const untrusted = status({ isTrusted: false });
  assert.equal(untrusted.text, 'Restricted Mode');
  assert.equal(untrusted.command.id, 'workbench.trust.manage');
  assert.equal(status({ isInFolder: false }).text, 'Not in this workspace');
});
