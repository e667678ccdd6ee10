import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly patterns?: readonly Rule[];
}
const grammar = JSON.parse(
  readFileSync(new URL('../../../../media/drover-log.tmLanguage.json', import.meta.url), 'utf8'),
) as Rule & { readonly repository: Record<string, Rule> };

/** Oniguruma's, and JavaScript's as far as they are used here. */
function matches(rule: Rule | undefined, line: string): boolean {
  return new RegExp(rule?.match ?? rule?.begin ?? '(?!)').test(line);
}

const levels: readonly [line: string, level: string | null][] = [
  ['2026-11-21 10:00:00 ERROR no', 'error'],
  ['[error] no', 'error'],
  ['level=warn msg=x', 'warn'],
  ['WARNING:  uvicorn', 'warn'],
  ['INFO:     Started server process', 'info'],
  ['web-1 | [10:00:00] DEBUG (12): x', 'debug'],
  ['2026-11-21 10:00:00,123 - root - CRITICAL - x', 'error'],
  ['the error was found', null],
  ['/ERROR/path and INFO.txt', null],
  ['INFORMATION', null],
];
for (const [line, level] of levels) {
  test(`the level of ${JSON.stringify(line)} is ${level ?? 'not named'}`, () => {
    const found = grammar.repository['levels']?.patterns?.filter((rule) => matches(rule, line)) ?? [];
    assert.deepEqual(
      found.map(({ name }) => name),
      level === null ? [] : [`token.${level}-token.drover-log`],
    );
  });
}

test('the level of a line of pino, bunyan or winston is found', () => {
  const inJson = (line: string): (string | undefined)[] =>
    (grammar.repository['json']?.patterns ?? [])
      .filter((rule) => matches(rule, line))
      .map(({ name }) => name);
  assert.ok(inJson('{"level":50,"time":1,"msg":"no"}').includes('token.error-token.drover-log'));
  assert.ok(inJson('{"level":"warn","message":"no"}').includes('token.warn-token.drover-log'));
  assert.ok(!inJson('{"level":30,"msg":"x"}').includes('token.error-token.drover-log'));
});

test('a line of stderr without a level is told by its end, and our own notes by their beginning', () => {
  const [note, stderr] = grammar.patterns ?? [];
  assert.ok(matches(note, '… 12,345 lines skipped'));
  assert.ok(matches(stderr, 'no database '));
  assert.ok(matches(stderr, 'web-1 | no database '));
  assert.ok(!matches(stderr, 'no database'));
  assert.ok(!matches(stderr, 'INFO:     started '));
  assert.ok(!matches(stderr, 'web-1 |     at run (a.js:1:2) '));
  assert.ok(!matches(stderr, '  File "a.py", line 3 '));
});
