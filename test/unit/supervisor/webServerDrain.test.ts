import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import { drainSignal } from '../../../src/supervisor/drainSignal.ts';
import { withPythonShim } from '../../../src/supervisor/launch/pythonShim.ts';

const spec = { ...defaultApp, name: 'web', cwd: '/app' };
const gunicorn = { script: 'gunicorn', args: ['app:app'] };
const module = { script: '/usr/bin/python3', args: ['-m', 'uvicorn', 'app:app'] };
const other = { script: 'serve.py', args: [] };

test('servers that are known drain by SIGTERM, and by the signal that was chosen for them', () => {
  const chosen = { ...spec, killSignal: 'SIGQUIT' };
  assert.equal(drainSignal({ spec, ...gunicorn }), 'SIGTERM');
  assert.equal(drainSignal({ spec, ...module }), 'SIGTERM');
  assert.equal(drainSignal({ spec, ...other }), 'SIGINT');
  assert.equal(drainSignal({ spec: chosen, ...gunicorn }), 'SIGQUIT');
  assert.equal(drainSignal({ spec: chosen, ...other }), 'SIGQUIT');
});

test('only servers that are known are given the shim, before the paths of the app', () => {
  assert.deepEqual(withPythonShim(gunicorn, { A: '1' }, '/shim'), { A: '1', PYTHONPATH: '/shim' });
  assert.deepEqual(withPythonShim(module, { PYTHONPATH: '/a' }, '/shim'), {
    PYTHONPATH: `/shim${delimiter}/a`,
  });
  assert.deepEqual(withPythonShim(other, { A: '1' }, '/shim'), { A: '1' });
});
