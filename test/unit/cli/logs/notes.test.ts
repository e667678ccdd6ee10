import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { HeldNotes } from '../../../../src/cli/logs/heldNotes.ts';
import { lifeNotes } from '../../../../src/cli/logs/lifeNotes.ts';
import { LogPrinter } from '../../../../src/cli/logPrinter.ts';
import { painterFor } from '../../../../src/cli/colours.ts';
import { app, instance } from '../fakeWorld.ts';

const web = instance(app('web'), 0, { startedAt: 1000 });
const crash = { exit: { code: 1, signal: null, at: 2000 }, startedAt: null, pid: null } as const;

test('exits, restarts and giving up are said', () => {
  const down = { ...web, ...crash, status: 'waiting restart' } as const;
  assert.deepEqual(lifeNotes(web, down), [{ instance: web.id, text: 'exited with code 1', begins: null }]);
  const again = { ...down, status: 'launching', startedAt: 3000, restarts: 1 } as const;
  assert.deepEqual(lifeNotes(down, again), [
    { instance: web.id, text: 'restarted (1 restart)', begins: 3000 },
  ]);
  const killed = { ...web, exit: { code: null, signal: 'SIGKILL', at: 2000 } };
  assert.deepEqual(
    lifeNotes(web, killed).map(({ text }) => text),
    ['ended by SIGKILL'],
  );
  const problem = { code: 'no-match', severity: 'error', data: { target: 'x' } } as const;
  const gaveUp = { ...down, status: 'errored', problem } as const;
  assert.match(lifeNotes(down, gaveUp)[0]?.text ?? '', /^errored: ./);
  assert.deepEqual(lifeNotes(undefined, web), [{ instance: web.id, text: 'started', begins: 1000 }]);
  assert.deepEqual(lifeNotes(web, { ...web, restarts: 1 }), []);
});

test('a note waits for the lines before it, and no longer than they may take', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const said: string[] = [];
  const notes = new HeldNotes((_instance, text) => said.push(text));
  notes.add({ instance: 'a', text: 'exited', begins: null });
  assert.equal(notes.hasBefore('a', 5000), false);
  notes.add({ instance: 'a', text: 'restarted', begins: 3000 });
  assert.equal(notes.hasBefore('a', 2999), false);
  assert.equal(notes.hasBefore('a', 3000), true);
  notes.releaseBefore('a', 3000);
  assert.deepEqual(said, ['exited', 'restarted']);
  notes.add({ instance: 'a', text: 'gone', begins: null });
  t.mock.timers.tick(150);
  assert.deepEqual(said, ['exited', 'restarted', 'gone']);
  notes.add({ instance: 'b', text: 'left', begins: null });
  notes.end();
  assert.deepEqual(said.at(-1), 'left');
});

function printed(style: ConstructorParameters<typeof LogPrinter>[2], isTTY = true): string {
  const write = mock.fn((text: string) => text.length);
  const output = { write, isTTY };
  const printer = new LogPrinter(output, painterFor(output, {}), style);
  printer.add([web, instance(app('longer'), 0)]);
  printer.print([
    { instance: web.id, at: 0, stream: 'out', text: 'a red one' },
    { instance: web.id, at: null, stream: 'err', text: 'b' },
  ]);
  return write.mock.calls.map(({ arguments: [text] }) => text).join('');
}

test('lines stand behind aligned names, or as they are', () => {
  assert.equal(printed({}, false), 'web-0    | a red one\nweb-0    | b\n');
  assert.equal(printed({ raw: true }, false), 'a red one\nb\n');
  assert.equal(printed({ raw: true, timestamp: () => '12:00' }, false), '12:00 a red one\n-     b\n');
  assert.equal(printed({ raw: true, highlight: 'red' }), 'a \u001b[7mred\u001b[27m one\nb\n');
  assert.equal(printed({ raw: true, highlight: 'red' }, false), 'a red one\nb\n');
});
