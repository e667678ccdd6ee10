import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainExit, takenPort } from '../../../src/supervisor/explainExit.ts';
import { freshSlot } from '../../../src/supervisor/slotState.ts';

const spec = { name: 'web', maxRestarts: 16, minUptimeMs: 1_000, autorestart: true };
const said = (text: string) => [{ at: 0, stream: 'err' as const, text }];

const ports: [string, string][] = [
  ['Error: listen EADDRINUSE: address already in use :::8000', '8000'],
  ['Error: listen EADDRINUSE: address already in use 127.0.0.1:3001', '3001'],
  ['Error: bind EADDRINUSE null:8080', '8080'],
  [
    "[Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): address already in use",
    '8000',
  ],
  ['panic: listen tcp :9090: bind: address already in use', '9090'],
  [
    'Error: listen \u001b[31mEADDRINUSE\u001b[39m: address already in use 127.0.0.1:\u001b[33m3001\u001b[39m',
    '3001',
  ],
];

for (const [text, port] of ports) {
  test(`the taken port is read from "${text.slice(0, 40)}…"`, () => {
    const problem = explainExit({ code: 1, signal: null, uptimeMs: 50 }, freshSlot, spec, said(text));
    assert.equal(problem?.code, 'port-taken');
    assert.equal(problem.data['port'], port);
  });
}

test('a message without a port names none', () =>
  assert.equal(takenPort('OSError: address already in use'), undefined));

test('the last unstable exit that is allowed is told as giving up', () => {
  const slot = { ...freshSlot, policy: { unstableExits: 15, backoffMs: null } };
  const problem = explainExit({ code: 2, signal: null, uptimeMs: 50 }, slot, spec, said('boom'));
  assert.equal(problem?.code, 'gave-up');
  assert.deepEqual(problem.data, { count: '16', minUptime: '1000 ms', exit: 'code 2' });
});

test('a crash tells its signal and uptime, a clean exit is no problem', () => {
  const crash = explainExit({ code: null, signal: 'SIGSEGV', uptimeMs: 2_340 }, freshSlot, spec, []);
  assert.deepEqual(crash?.data, { exit: 'SIGSEGV', uptime: '2.3 s' });
  const host = explainExit({ code: null, signal: null, uptimeMs: 10 }, freshSlot, spec, []);
  assert.equal(host?.data['exit'], 'its cluster host');
  assert.equal(explainExit({ code: 0, signal: null, uptimeMs: 2_340 }, freshSlot, spec, []), null);
});

const ignoring: [string, string][] = [...ports, ['OSError: [Errno 98] Address already in use', '8000']];
for (const [text, port] of ignoring) {
  test(`a program that opens port ${port} by itself ignores the socket it has: "${text.slice(0, 40)}…"`, () => {
    const exit = { code: 1, signal: null, uptimeMs: 50 };
    const problem = explainExit(exit, freshSlot, { ...spec, sharedPort: 8000 }, said(text));
    assert.equal(problem?.code, 'socket-ignored');
    assert.deepEqual(problem.data, { port, shared: '8000', range: '8000-8003' });
  });
}

test('an uptime is told in whole milliseconds', () => {
  const problem = explainExit(
    { code: 1, signal: null, uptimeMs: 236.485_200_000_000_08 },
    freshSlot,
    spec,
    [],
  );
  assert.ok(Object.values(problem?.data ?? {}).includes('236 ms'), JSON.stringify(problem));
});
