import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configurationFor } from '../../../src/extension/debug/debugConfiguration.ts';

const debugged = {
  folder: '/w',
  app: { cwd: '/w/api' },
  instance: { id: 'ecosystem.config.js#api:1', name: 'api-1' },
};
const settings = { skipFiles: ['<node_internals>/**'], justMyCode: false };

test('a Python program is debugged by debugpy with the setting drover.debug.justMyCode', () => {
  const inspector = { kind: 'python', address: '127.0.0.1', port: 5678 } as const;
  const made = configurationFor({ ...debugged, inspector }, settings);
  assert.equal(made.type, 'debugpy');
  assert.equal(made['justMyCode'], false);
  assert.deepEqual(made['connect'], { host: '127.0.0.1', port: 5678 });
  const written = configurationFor({ ...debugged, inspector }, settings, { justMyCode: true, port: 1 });
  assert.equal(written['justMyCode'], true, 'what launch.json says wins');
  assert.equal(written['port'], undefined, 'where to connect is not up to launch.json');
});
