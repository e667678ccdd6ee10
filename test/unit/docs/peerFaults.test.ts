import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const title = '## Faults of PM2 and PMDaemon that Drover does not have';

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

interface Fault {
  readonly fault: string;
  readonly tests: readonly string[];
}

/** The rows of the table: what is wrong elsewhere, and the tests that show that it is not wrong here. */
function readTable(): readonly Fault[] {
  const [, section = ''] = read('docs/compatibility.md').split(`\n${title}\n`);
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => {
    const [, fault = '', , , tests = ''] = line.split(/(?<!\\)\|/);
    return { fault: fault.trim(), tests: Array.from(tests.matchAll(/`([^`]+)`/g), ([, name = '']) => name) };
  });
}

const sources = globSync('test/{unit,supervisor}/**/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('peerFaults.test.ts'))
  .map(read);

function isWritten(text: string, source: string): boolean {
  return [`'${text}'`, `"${text}"`, `\`${text}\``].some((literal) => source.includes(literal));
}

/** A test with this name, or a row about an option: `option: what it shows`. */
function isTest(name: string): boolean {
  const parts = /^(\w+): (.+)$/.exec(name)?.slice(1) ?? [name];
  return sources.some((source) => isWritten(name, source) || parts.every((part) => isWritten(part, source)));
}

test('every fault in docs/compatibility.md names tests that there are', () => {
  const table = readTable();
  assert.ok(table.length > 60, String(table.length));
  assert.equal(new Set(table.map(({ fault }) => fault)).size, table.length);
  for (const { fault, tests } of table) {
    assert.ok(tests.length > 0, fault);
    for (const name of tests) assert.ok(isTest(name), `${fault}: there is no test "${name}"`);
  }
});

test('a name that no test has is noticed', () => {
  assert.equal(isTest('an app that nobody has tested'), false);
  assert.equal(isTest('max_restarts: has not been tested'), false);
});
