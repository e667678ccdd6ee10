import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { droverIn } from '../droverIn.ts';
import { TestWorkspace } from '../testWorkspace.ts';
import { webProject } from './webProject.ts';
import type { Answer, Asked } from './webServer.ts';
import { WebUnderTest } from './webServer.ts';

interface Case extends Asked {
  readonly what: string;
  readonly path: string;
  readonly status: number;
  readonly error: string;
  readonly message?: RegExp;
}

const json = { 'content-type': 'application/json' };
const scale = '/api/processes/web-app/scale';
const post = { method: 'POST', path: scale } as const;
const tooLong = Buffer.alloc(65_537, ' ');

const cases: readonly Case[] = [
  {
    what: 'no token at "/"',
    path: '/',
    bare: true,
    status: 401,
    error: 'unauthorized',
    message: /^A token is needed\./,
  },
  { what: 'no token at /metrics', path: '/metrics', bare: true, status: 401, error: 'unauthorized' },
  {
    what: 'no token at /openapi.json',
    path: '/openapi.json',
    bare: true,
    status: 401,
    error: 'unauthorized',
  },
  {
    what: 'no token where there is nothing',
    path: '/nothing',
    bare: true,
    status: 401,
    error: 'unauthorized',
  },
  { what: 'a token in the address', path: '/?token=x', bare: true, status: 401, error: 'unauthorized' },
  {
    what: 'a wrong token',
    path: '/api/processes',
    headers: { authorization: 'Bearer wrong' },
    status: 401,
    error: 'unauthorized',
    message: /^The token is wrong\./,
  },
  {
    what: 'a password',
    path: '/',
    headers: { authorization: 'Basic eDp5' },
    status: 401,
    error: 'unauthorized',
  },
  {
    what: 'a foreign Host',
    path: '/',
    headers: { host: 'evil.example' },
    status: 403,
    error: 'foreign_host',
  },
  {
    what: 'a Host without the port',
    path: '/',
    headers: { host: 'localhost' },
    status: 403,
    error: 'foreign_host',
  },
  {
    what: 'a foreign Origin',
    path: '/',
    headers: { origin: 'http://evil.example' },
    status: 403,
    error: 'foreign_origin',
  },
  {
    what: 'a page without an origin',
    path: '/',
    headers: { origin: 'null' },
    status: 403,
    error: 'foreign_origin',
  },
  {
    what: 'a page of another program of this machine',
    path: '/',
    headers: { origin: 'http://localhost:3000' },
    status: 403,
    error: 'foreign_origin',
  },
  { what: 'another path', path: '/api/nothing', status: 404, error: 'not_found' },
  {
    what: 'an unknown id',
    path: '/api/processes/webapp',
    status: 404,
    error: 'not_found',
    message: /"webapp"/,
  },
  { what: 'a group as id', path: '/api/processes/all', status: 404, error: 'not_found' },
  { what: 'a pattern as id', path: '/api/processes/%2F.*%2F', status: 404, error: 'not_found' },
  { what: 'a namespace as id', path: '/api/processes/others', status: 404, error: 'not_found' },
  { what: 'dots', path: '/api/processes/../system', status: 400, error: 'malformed' },
  { what: 'encoded dots', path: '/api/processes/%2e%2e/system', status: 400, error: 'malformed' },
  {
    what: 'dots and slashes in an id',
    path: '/api/processes/..%2f..%2fetc',
    status: 404,
    error: 'not_found',
  },
  { what: 'two slashes first', path: '//api/processes', status: 400, error: 'malformed' },
  { what: 'two slashes later', path: '/api//processes', status: 404, error: 'not_found' },
  { what: 'a zero', path: '/api/processes/web-app%00', status: 400, error: 'malformed' },
  { what: 'a broken escape', path: '/api/processes/%zz', status: 400, error: 'malformed' },
  { what: 'something encoded twice', path: '/api/processes/web%252dapp', status: 404, error: 'not_found' },
  { what: 'a whole address', path: 'http://localhost/api/processes', status: 400, error: 'malformed' },
  {
    what: 'a method that is not for the path',
    path: '/api/system',
    method: 'PUT',
    status: 405,
    error: 'method_not_allowed',
  },
  { what: 'a preflight', path: scale, method: 'OPTIONS', status: 405, error: 'method_not_allowed' },
  {
    what: 'a query that is not known',
    path: '/api/processes?x=1',
    status: 400,
    error: 'malformed',
    message: /"x"/,
  },
  {
    what: 'a number that is none',
    path: '/api/processes/quiet/logs?lines=x',
    status: 400,
    error: 'malformed',
  },
  { what: 'a time that is none', path: '/api/processes/quiet/logs?since=x', status: 400, error: 'malformed' },
  { what: 'no WebSocket', path: '/ws', status: 426, error: 'upgrade_required' },
  {
    ...post,
    what: 'a form',
    headers: { 'content-type': 'text/plain' },
    body: '{}',
    status: 415,
    error: 'media_type',
  },
  {
    ...post,
    what: 'a compressed body',
    headers: { ...json, 'content-encoding': 'gzip' },
    body: '{}',
    status: 415,
    error: 'media_type',
  },
  { ...post, what: 'half a body', headers: json, body: '{"by":', status: 400, error: 'malformed' },
  {
    ...post,
    what: 'no text',
    headers: json,
    body: Buffer.from([0xff, 0xfe]),
    status: 400,
    error: 'malformed',
  },
  { ...post, what: 'a list', headers: json, body: '[1]', status: 422, error: 'invalid_fields' },
  { ...post, what: 'nothing to do', headers: json, body: '{}', status: 422, error: 'invalid_fields' },
  {
    ...post,
    what: 'unknown fields',
    headers: json,
    body: '{"by":1,"force":true,"__proto__":{}}',
    status: 422,
    error: 'invalid_fields',
    message: /^Unknown fields "force", "__proto__"\./,
  },
  { ...post, what: 'another type', headers: json, body: '{"by":"1"}', status: 422, error: 'invalid_fields' },
  { ...post, what: 'a long body', headers: json, body: tooLong, status: 413, error: 'body_too_large' },
  {
    ...post,
    what: 'a long body in pieces',
    headers: { ...json, 'transfer-encoding': 'chunked' },
    body: tooLong,
    status: 413,
    error: 'body_too_large',
  },
  {
    what: 'long headers',
    path: '/',
    headers: { x: 'x'.repeat(20_000) },
    status: 431,
    error: 'headers_too_large',
  },
];

function assertSafe({ headers }: Answer, what: string): void {
  assert.equal(headers['x-content-type-options'], 'nosniff', what);
  assert.equal(headers['cache-control'], 'no-store', what);
  const cors = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
  assert.deepEqual(cors, [], what);
}

test('what is wrong with a request is refused with its status and a body that says it', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.post('/api/processes/quiet/start')).status, 200);
  for (const { what, path, status, error, message = /./, ...asked } of cases) {
    const answer = await web.ask(path, asked);
    assert.deepEqual([answer.status, answer.json?.error], [status, error], `${what}: ${answer.text}`);
    assert.match(answer.json.message ?? '', message, what);
    assertSafe(answer, what);
  }
  const notAllowed = await web.ask('/api/system', { method: 'PUT' });
  assert.equal(notAllowed.headers.allow, 'GET, HEAD');
  assert.equal((await web.ask('/', { bare: true })).headers['www-authenticate'], 'Bearer realm="drover"');
  // All of that has changed nothing.
  const { json: list } = await web.ask('/api/processes?monitoring=false&namespace=default');
  assert.equal((list.data as readonly object[]).length, 2);
  assert.equal(web.errors(), '');
});

test('the token is taken from each of its headers, and a page of the server itself may ask', async () => {
  await using workspace = new TestWorkspace();
  await using web = await WebUnderTest.start(workspace);
  for (const headers of [
    { authorization: `bearer ${web.token}` },
    { authorization: `ApiKey ${web.token}` },
    { 'x-api-key': web.token },
    { 'x-api-key': web.token, origin: `http://localhost:${web.port}` },
    { 'x-api-key': web.token, host: `localhost:${web.port}` },
    { 'x-api-key': web.token, host: `[::1]:${web.port}` },
  ]) {
    const answer = await web.ask('/', { bare: true, headers });
    assert.equal(answer.status, 200, JSON.stringify(headers));
    assertSafe(answer, JSON.stringify(headers));
  }
  const head = await web.ask('/api/system', { method: 'HEAD' });
  assert.deepEqual([head.status, head.text], [200, '']);
});

async function refusedSocket(
  web: WebUnderTest,
  path: string,
  headers: Record<string, string>,
): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}${path}`, { headers });
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  socket.on('error', () => undefined);
  socket.terminate();
  return response.statusCode;
}

test('a WebSocket needs the token, and a page of another site gets none', async () => {
  const { files } = await webProject();
  await using workspace = new TestWorkspace({ files });
  await using web = await WebUnderTest.start(workspace);
  assert.equal((await web.post('/api/processes/quiet/start')).status, 200);
  const token = { 'x-api-key': web.token };
  assert.equal(await refusedSocket(web, '/ws', {}), 401);
  assert.equal(await refusedSocket(web, `/ws?token=${web.token}`, {}), 401);
  assert.equal(await refusedSocket(web, '/ws', { ...token, origin: 'http://evil.example' }), 403);
  assert.equal(await refusedSocket(web, '/ws', { ...token, host: 'evil.example' }), 403);
  assert.equal(await refusedSocket(web, '/ws?logs=nobody', token), 404);
  assert.equal(await refusedSocket(web, '/ws?x=1', token), 400);
  assert.equal(await refusedSocket(web, '/', token), 404);
});

test('what is no HTTP is refused and hung up on', async () => {
  await using workspace = new TestWorkspace();
  await using web = await WebUnderTest.start(workspace);
  const socket = connect(web.port, '127.0.0.1');
  socket.setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk: string) => (text += chunk));
  socket.write('hello\r\n\r\n');
  await once(socket, 'close');
  assert.match(text, /^HTTP\/1\.1 400 Bad Request\r\n/);
  assert.match(text, /"message":"This is no HTTP request\."/);
});

test('a request that never ends is hung up on', async () => {
  await using workspace = new TestWorkspace();
  await using web = await WebUnderTest.start(workspace);
  const socket = connect(web.port, '127.0.0.1');
  socket.setEncoding('utf8');
  let text = '';
  socket.on('data', (chunk: string) => (text += chunk));
  socket.write(`GET / HTTP/1.1\r\nHost: localhost:${web.port}\r\nX-API-`);
  await once(socket, 'close');
  assert.match(text, /^HTTP\/1\.1 408 Request Timeout\r\n/);
  assert.match(text, /"error":"too_slow"/);
});

test('it listens for this machine alone', async () => {
  await using workspace = new TestWorkspace();
  const { run } = droverIn(workspace);
  for (const host of ['0.0.0.0', '192.168.1.5', '::', 'example.com']) {
    const { code, err } = await run(['web', '--host', host]);
    assert.equal(code, 2, host);
    assert.match(err, /It must be this machine itself/, host);
  }
});

test('the token is in a file that only its owner may read, and another one ends the first at once', async () => {
  await using workspace = new TestWorkspace();
  const { run } = droverIn(workspace);
  await using web = await WebUnderTest.start(workspace);
  const file = `${workspace.location.stateDir}/http-token`;
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(Buffer.from(web.token, 'base64url').length, 32);
  assert.equal((await web.ask('/')).status, 200);
  const renewed = (await run(['web', '--new-token'])).out.trim();
  assert.notEqual(renewed, web.token);
  assert.equal((await web.ask('/')).status, 401);
  const answer = await web.ask('/', { bare: true, headers: { 'x-api-key': renewed } });
  assert.equal(answer.status, 200);
  chmodSync(file, 0o644);
  const { code, err } = await run(['web', '--port', '0']);
  assert.equal(code, 1);
  assert.match(err, /may be known to others.*"drover web --new-token"/s);
});
