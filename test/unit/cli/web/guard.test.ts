import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guard, tokenOf } from '../../../../src/cli/web/guard.ts';

const options = { host: '127.0.0.1', port: 9615, token: 'secret' };
const headers = { host: 'localhost:9615', 'x-api-key': 'secret' };

test('this machine is called by its names, on the port that is listened on', () => {
  const refusalOf = (host: string | undefined, given = options): string | undefined => {
    const { host: _host, ...rest } = headers;
    return guard({ url: '/', headers: host === undefined ? rest : { ...rest, host } }, given)?.name;
  };
  for (const host of ['localhost:9615', 'LOCALHOST:9615', '127.0.0.1:9615', '[::1]:9615']) {
    assert.equal(refusalOf(host), undefined, host);
  }
  for (const host of [
    undefined,
    '',
    'localhost',
    'localhost:80',
    'localhost:9615.evil',
    'evil:9615',
    '127.0.0.2:9615',
  ]) {
    assert.equal(refusalOf(host), 'foreign_host', host);
  }
  assert.equal(refusalOf('127.0.0.2:9615', { ...options, host: '127.0.0.2' }), undefined);
  assert.equal(refusalOf('localhost', { ...options, port: 80 }), undefined);
});

test('without a token of its own nobody is let in', () => {
  assert.equal(guard({ url: '/', headers }, { ...options, token: undefined })?.name, 'unauthorized');
  assert.equal(
    guard({ url: '/', headers: { ...headers, 'x-api-key': '' } }, { ...options, token: '' })?.name,
    'unauthorized',
  );
});

test('the token stands in one of three headers, or in a subprotocol', () => {
  assert.equal(tokenOf({ authorization: 'Bearer  a' }), 'a');
  assert.equal(tokenOf({ authorization: 'apikey a' }), 'a');
  assert.equal(tokenOf({ 'x-api-key': 'a' }), 'a');
  assert.equal(tokenOf({ 'sec-websocket-protocol': 'drover, bearer.a' }), 'a');
  for (const none of ['Bearer', 'Bearer a b', 'Basic a', 'a'])
    assert.equal(tokenOf({ authorization: none }), undefined);
});
