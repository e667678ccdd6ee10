import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogSpec } from '../../../src/ecosystem/appSpec.ts';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import { logFolder, logPaths } from '../../../src/supervisor/logs/logPaths.ts';

const spec: LogSpec = defaultApp.logs;
const second = { dir: '/s/logs', name: 'web-1', app: 'web', index: 1, instances: 2 };

describe('the log files of an instance', () => {
  it('are its own by default', () => {
    assert.deepEqual(logPaths(spec, second), {
      out: '/s/logs/web-1-out.log',
      error: '/s/logs/web-1-error.log',
      combined: null,
    });
  });

  it('have names that every system takes', () => {
    const out = (name: string): string => logPaths(spec, { ...second, name }).out ?? '';
    assert.match(out('@a/b c:d-1'), /^\/s\/logs\/-a-b-c-d-1-[0-9a-f]{8}-out\.log$/);
    assert.equal(new Set(['a b-1', 'a:b-1', 'a-b-1', 'ä b-1'].map(out)).size, 4);
  });

  it('are told apart by the index when one is configured for several instances', () => {
    const configured = { ...spec, out: '/l/o.log', error: '/l/e', combined: '/l/all.txt' };
    assert.deepEqual(logPaths(configured, second), {
      out: '/l/o-1.log',
      error: '/l/e-1',
      combined: '/l/all-1.txt',
    });
    assert.equal(logPaths(configured, { ...second, instances: 1 }).out, '/l/o.log');
    assert.equal(logPaths({ ...configured, merge: true }, second).out, '/l/o.log');
  });

  it('are the app’s with merge_logs', () => {
    assert.equal(logPaths({ ...spec, merge: true }, second).out, '/s/logs/web-out.log');
  });

  it('are one more for both streams with log_file: true', () => {
    const both: LogSpec = { ...spec, combined: 'default' };
    assert.equal(logPaths(both, second).combined, '/s/logs/web-1.log');
    assert.equal(logPaths({ ...both, merge: true }, second).combined, '/s/logs/web.log');
    assert.equal(logPaths({ ...both, disabled: true }, second).combined, null);
  });

  it('are left out one by one or all together', () => {
    assert.equal(logPaths({ ...spec, out: 'off' }, second).out, null);
    assert.deepEqual(logPaths({ ...spec, combined: '/l/a.log', disabled: true }, second), {
      out: null,
      error: null,
      combined: null,
    });
  });

  it('lie below their folder, however app and file are called', () => {
    const folder = (file: string, name: string): string => logFolder('/s/logs', `${file}#${name}`, name);
    assert.equal(folder('api/ecosystem.json', 'web'), '/s/logs/api/ecosystem.json');
    assert.equal(folder('', 'web'), '/s/logs');
    assert.equal(folder('ecosystem.json', '/../../../x#y'), '/s/logs/ecosystem.json');
    assert.equal(folder('../../../../etc/ecosystem.json', 'web'), '/s/logs/_/_/_/_/etc/ecosystem.json');
    assert.equal(folder('D:/other/ecosystem.json', 'web'), '/s/logs/D_/other/ecosystem.json');
  });
});
