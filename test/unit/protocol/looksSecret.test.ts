import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskArguments, maskSecrets } from '../../../src/protocol/looksSecret.ts';

test('values behind names that look secret are left out, whichever way they are written', () => {
  const masked: readonly (readonly [string, string])[] = [
    ['token=abc next', 'token=*** next'],
    ['{"password": "abc", "user": "me"}', '{"password": "***", "user": "me"}'],
    ['DB_PASSWORD=abc&x=1', 'DB_PASSWORD=***&x=1'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer ***'],
    ['node app.js --api-key abc --port 3000', 'node app.js --api-key *** --port 3000'],
    ['--token=abc', '--token=***'],
    ['postgres://me:abc@localhost/shop', 'postgres://***@localhost/shop'],
  ];
  for (const [text, expected] of masked) assert.equal(maskSecrets(text), expected);
});

test('what only looks alike stays', () => {
  const plain = [
    '--token --port 3000',
    'http://localhost:3000/@me',
    'me@example.com',
    'tokens counted',
    'port=3000',
  ];
  for (const text of plain) assert.equal(maskSecrets(text), text);
});

test('arguments are masked one by one as their line would be', () => {
  assert.deepEqual(maskArguments(['--token', 'abc', '--port', '80', '--api-key=abc', '--secret', '--flag']), [
    '--token',
    '***',
    '--port',
    '80',
    '--api-key=***',
    '--secret',
    '--flag',
  ]);
});
