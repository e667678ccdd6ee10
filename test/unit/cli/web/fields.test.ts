import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBody, readQuery } from '../../../../src/cli/web/fields.ts';

const fields = {
  count: { type: 'integer', minimum: 1, maximum: 9, description: '' },
  on: { type: 'boolean', description: '' },
  name: { type: 'string', minLength: 1, description: '' },
} as const;

const query = (text: string): object => readQuery(fields, new URLSearchParams(text));

test('values of a query are read by their types', () => {
  assert.deepEqual(query('count=3&on=false&name=7'), { count: 3, on: false, name: '7' });
  assert.deepEqual(query(''), {});
  for (const [text, message] of [
    ['count=0', '"count" must be a whole number from 1 to 9.'],
    ['count=1e1&on=1', '"count" must be a whole number from 1 to 9, and "on" must be true or false.'],
    ['name=', '"name" must be a text that is not empty.'],
    ['on=true&on=true', '"on" may be given once in the query.'],
    ['toString=1', 'Unknown field "toString". Known are "count", "on", "name".'],
  ] as const) {
    assert.throws(() => query(text), { name: 'malformed', message });
  }
});

test('a body is an object of known fields, or nothing', () => {
  assert.deepEqual(readBody(fields, '{"count":3,"on":true}'), { count: 3, on: true });
  for (const none of ['', ' ', 'null', '{}']) assert.deepEqual(readBody(fields, none), {});
  for (const wrong of ['[]', '1', '{"count":"3"}', '{"count":3.5}', '{"count":null}', '{"constructor":1}']) {
    assert.throws(() => readBody(fields, wrong), { name: 'invalid_fields' }, wrong);
  }
  assert.throws(() => readBody(fields, '{'), { name: 'malformed' });
  assert.throws(() => readBody({}, '{"a":1}'), { message: 'Unknown field "a". None is known here.' });
});
