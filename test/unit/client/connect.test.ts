import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { ResponseError } from 'vscode-jsonrpc/node';
import { connectSupervisor } from '../../../src/client/connect.ts';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import { errorCodes } from '../../../src/protocol/errors.ts';
import type { FileInfo } from '../../../src/protocol/model.ts';
import { FakeSupervisor, noSnapshot, temporaryLocation } from './fakeSupervisor.ts';

const file: FileInfo = { path: '/a', dialect: 'pm2', apps: [], problems: [] };

async function connected(t: TestContext, fake: FakeSupervisor): Promise<SupervisorClient> {
  const location = await temporaryLocation();
  await fake.listen(location, 3);
  const client = await connectSupervisor({ folder: location.folder, location, kind: 'test', start: null });
  assert.ok(client);
  t.after(async () => {
    client.dispose();
    await fake.close();
    await location.remove();
  });
  return client;
}

async function joinWith(t: TestContext, fake: FakeSupervisor | undefined, pid?: number) {
  const location = await temporaryLocation();
  await fake?.listen(location, 1, pid);
  t.after(async () => {
    await fake?.close();
    await location.remove();
  });
  return { location, options: { folder: location.folder, location, kind: 'test', start: null } as const };
}

test('a client introduces itself with the token of the highest generation', async (t) => {
  const tokens: string[] = [];
  const fake = new FakeSupervisor();
  const { initialize } = fake.answers;
  assert.ok(initialize);
  fake.answers.initialize = (params) => {
    tokens.push(params.token);
    return initialize(params);
  };
  const client = await connected(t, fake);
  assert.deepEqual(tokens, [fake.token]);
  assert.equal(client.supervisor.generation, 1);
  assert.deepEqual(client.snapshot, noSnapshot);
});

test('where no supervisor lives, joining gives null', async (t) => {
  const { location, options } = await joinWith(t, undefined);
  assert.equal(await connectSupervisor(options), null);
  await writeFile(path.join(location.runtimeDir, 'gen.4'), '{"pid":');
  assert.equal(await connectSupervisor(options), null);
});

test('the lock of a dead supervisor is no supervisor', async (t) => {
  const { location, options } = await joinWith(t, undefined);
  const owner = { pid: 2 ** 22 + 1, start: '1', boot: '1', token: 'x', protocol: 1 };
  await writeFile(path.join(location.runtimeDir, 'gen.1'), JSON.stringify(owner));
  assert.equal(await connectSupervisor(options), null);
});

test('changes keep the snapshot current', async (t) => {
  const fake = new FakeSupervisor();
  const client = await connected(t, fake);
  const changed = new Promise<void>((resolve) => client.onDidChange(() => resolve()));
  fake.notify('changed', { seq: 1, changes: [{ kind: 'file', file }] });
  await changed;
  assert.deepEqual(client.snapshot.files, [file]);
});

test('after a gap, or a change that makes no sense, the snapshot is asked for', async (t) => {
  let seq = 8;
  const fake = new FakeSupervisor({
    snapshot: () => ({ seq, snapshot: { ...noSnapshot, files: [{ ...file, path: `/${seq}` }] } }),
  });
  const client = await connected(t, fake);
  const next = () =>
    new Promise<string | undefined>((resolve) =>
      client.onDidChange((snapshot) => resolve(snapshot.files[0]?.path)),
    );
  const afterGap = next();
  fake.notify('changed', { seq: 8, changes: [] });
  assert.equal(await afterGap, '/8');
  seq = 9;
  const afterNonsense = next();
  for (const connection of fake.connections) void connection.sendNotification('changed', { seq: 'nine' });
  assert.equal(await afterNonsense, '/9');
});

test('an error answer has its name and facts', async (t) => {
  const fake = new FakeSupervisor({
    'apps/stop': () => {
      throw new ResponseError(errorCodes.noMatch, 'no match', { name: 'noMatch', target: 'wbe' });
    },
  });
  const client = await connected(t, fake);
  await assert.rejects(client.request('apps/stop', { targets: ['wbe'] }), {
    name: 'noMatch',
    code: errorCodes.noMatch,
    data: { name: 'noMatch', target: 'wbe' },
  });
});

test('an answer that does not fit the contract is refused', async (t) => {
  const fake = new FakeSupervisor();
  Object.assign(fake.answers, { 'apps/stop': () => ({ outcomes: 'all' }) });
  const client = await connected(t, fake);
  await assert.rejects(client.request('apps/stop', { targets: [] }), /outcomes: expected an array/);
});

test('a dropped connection rejects what is pending and what comes after', async (t) => {
  const fake = new FakeSupervisor({ shutdown: () => new Promise(() => undefined) });
  const client = await connected(t, fake);
  const closed = new Promise<void>((resolve) => client.onDidClose(resolve));
  const pending = client.request('shutdown', {});
  const rejected = assert.rejects(pending, { code: 'connection-lost' });
  // The request is on its way before the connection breaks.
  await client.request('snapshot', {}).catch(() => undefined);
  fake.breakOff();
  await rejected;
  await closed;
  await assert.rejects(client.request('snapshot', {}), { code: 'connection-lost' });
});

test('disposing leaves at once and is no loss', async (t) => {
  const fake = new FakeSupervisor({ shutdown: () => new Promise(() => undefined) });
  const client = await connected(t, fake);
  client.onDidClose(() => assert.fail('told of a close it asked for'));
  const rejected = assert.rejects(client.request('shutdown', {}), { code: 'connection-lost' });
  client.dispose();
  await rejected;
});

test('a supervisor of another protocol is named', async (t) => {
  const fake = new FakeSupervisor({
    initialize: () => {
      throw new ResponseError(errorCodes.protocolMismatch, 'mismatch', { protocol: 9 });
    },
  });
  const { options } = await joinWith(t, fake);
  await assert.rejects(connectSupervisor(options), { code: 'protocol-mismatch', message: /protocol 9/ });
});

test('a supervisor that is stopping counts as none for those who start none', async (t) => {
  const fake = new FakeSupervisor({
    initialize: () => {
      throw new ResponseError(errorCodes.shuttingDown, 'stopping', {});
    },
  });
  const { options } = await joinWith(t, fake);
  assert.equal(await connectSupervisor(options), null);
});

test('a runtime folder that others may enter is refused', async (t) => {
  const { location, options } = await joinWith(t, new FakeSupervisor());
  await chmod(location.runtimeDir, 0o755);
  await assert.rejects(connectSupervisor(options), { code: 'runtime-unsafe' });
});

test('a supervisor that cannot start is told with the end of its log', async (t) => {
  const { location } = await joinWith(t, undefined);
  const supervisorPath = path.join(location.folder, 'broken.cjs');
  await writeFile(supervisorPath, 'throw new Error("no luck today")');
  const start = {
    supervisorPath,
    nodePath: process.execPath,
    origin: 'cli',
    leaseSeconds: null,
    env: process.env,
  } as const;
  const options = { folder: location.folder, location, kind: 'test' } as const;
  await assert.rejects(connectSupervisor({ ...options, start }), {
    code: 'supervisor-not-started',
    message: /exited with 1.*no luck today/s,
  });
  await assert.rejects(connectSupervisor({ ...options, start: { ...start, nodePath: '/no/such/node' } }), {
    code: 'supervisor-not-started',
    message: /ENOENT/,
  });
});
