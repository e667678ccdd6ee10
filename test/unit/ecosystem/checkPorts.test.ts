import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { checkPorts, portConflict } from '../../../src/ecosystem/checkPorts.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { parsePort } from '../../../src/ecosystem/portSpec.ts';

const pairs: readonly [one: [unknown, number], other: [unknown, number], conflict: number | null][] = [
  [[3000, 1], [3000, 4], 3000],
  [[3000, 1], [3001, 1], null],
  [['3000-3002', 3], [3002, 1], 3002],
  [['3000-3002', 2], [3002, 1], null],
  [['3000-3005', 6], ['3004-3009', 6], 3004],
  [['3000-3005', 4], ['3004-3009', 6], null],
  [['3000-3009', 10], ['3003-3004', 2], 3003],
  [['auto:3000-3002', 3], [3000, 1], null],
  [['auto:3000-3002', 3], ['auto:3000-3002', 3], null],
  [[0, 1], [0, 1], null],
  [[undefined, 1], [3000, 1], null],
];
for (const [one, other, conflict] of pairs) {
  test(`${one.join(' for ')} and ${other.join(' for ')} have ${String(conflict)} in common`, () => {
    const [a, b] = [one, other].map(([port, instances]) => ({ port: parsePort(port) ?? null, instances }));
    assert.ok(a && b);
    assert.equal(portConflict(a, b), conflict);
    assert.equal(portConflict(b, a), conflict);
  });
}

/** The conflicts among apps with these options: `b a 3000`, where b comes after a. */
function conflicts(options: Readonly<Record<string, Readonly<Record<string, unknown>>>>): readonly string[] {
  const raw = Object.entries(options).map(([name, rest]) => ({ name, script: 'x.js', ...rest }));
  const { apps }: { apps: readonly AppSpec[] } = normaliseEcosystem(raw, { path: '/e.json', dialect: 'pm2' });
  return checkPorts(apps).map(({ code, severity, data, app }) => {
    assert.deepEqual([code, severity, data['other']], ['port-conflict', 'warning', app]);
    return `${data['other'] ?? ''} ${data['app'] ?? ''} ${data['port'] ?? ''}`;
  });
}

test('each app that comes too late is told once', () => {
  assert.deepEqual(conflicts({ a: { port: 3000 }, b: { port: '3000' }, c: { port: 3000 }, d: { port: 1 } }), [
    'b a 3000',
    'c a 3000',
  ]);
});

test('a range counts as far as the file says how many instances there are', () => {
  const api = { port: 3002 };
  assert.deepEqual(conflicts({ web: { port: '3000-3002' }, api }), []);
  assert.deepEqual(conflicts({ web: { port: '3000-3002', instances: 2 }, api }), []);
  assert.deepEqual(conflicts({ web: { port: '3000-3002', instances: 3 }, api }), ['api web 3002']);
  assert.deepEqual(conflicts({ web: { port: '3000-3002', instances: 'max' }, api }), ['api web 3002']);
});

test('increment_var makes one port a range', () => {
  const web = { port: 3000, increment_var: 'PORT', instances: 3 };
  assert.deepEqual(conflicts({ web, api: { port: 3002 } }), ['api web 3002']);
  assert.deepEqual(conflicts({ web: { ...web, instances: 'max' }, api: { port: 3002 } }), []);
});

test('an app that the file does not start by itself may share a port', () => {
  assert.deepEqual(conflicts({ web: { port: 3000 }, debug: { port: 3000, autostart: false } }), []);
});
