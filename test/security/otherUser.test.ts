import assert from 'node:assert/strict';
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { generationFile, parseOwner, socketFile } from '../../src/protocol/rendezvous.ts';
import { skipUnlessRoot, TwoUsers } from './users.ts';

const pidFile = 'app.pid';

describe('another user, while a supervisor runs', { skip: skipUnlessRoot }, () => {
  const users = new TwoUsers();
  const { runtimeDir, stateDir } = users.location;
  const at = (name: string): string => JSON.stringify(join(runtimeDir, name));

  before(async () => {
    const app = {
      name: 'web',
      script: 'server.js',
      env: { API_TOKEN: 'abc' },
      pid_file: join(users.tmp, pidFile),
    };
    writeFileSync(join(users.project, 'ecosystem.json'), JSON.stringify({ apps: [app] }));
    writeFileSync(join(users.project, 'server.js'), 'setInterval(() => {}, 1000); console.log("up");\n');
    // What the attacker would have written to, had the pid been written through the link.
    writeFileSync(join(users.home, 'precious'), 'untouched');
    users.give(join(users.home, 'precious'), 'victim');
    const link = `fs.symlinkSync(${JSON.stringify(join(users.home, 'precious'))}, ${JSON.stringify(join(users.tmp, pidFile))})`;
    await users.attack(link);
    users.give(users.tmp, 'victim');
    const started = await users.drover(['start', 'ecosystem.json'], { umask: '000' });
    assert.equal(started.code, 0, started.err);
  });

  after(async () => {
    const ended = await users.drover(['kill']);
    users[Symbol.dispose]();
    assert.equal(ended.code, 0, ended.err);
  });

  it('cannot see, read or connect to anything in the runtime folder, whose names it knows', async () => {
    assert.ok(readdirSync(runtimeDir).includes(socketFile(1)), 'the names are those');
    const refusals = await users.attack(`
      const connected = await new Promise((resolve) => {
        const socket = net.connect(${at(socketFile(1))});
        socket.on('connect', () => resolve('connected')).on('error', (error) => resolve(error.code));
      });
      return [
        connected,
        told(() => fs.readFileSync(${at(generationFile(1))}, 'utf8')),
        told(() => fs.readdirSync(${JSON.stringify(runtimeDir)})),
        told(() => fs.readdirSync(${JSON.stringify(users.runtimeParent)})),
        told(() => fs.unlinkSync(${at(socketFile(1))})),
        told(() => fs.writeFileSync(${at(generationFile(2))}, '{}')),
        told(() => fs.linkSync(${at(generationFile(1))}, ${JSON.stringify(join(users.tmp, 'copy'))})),
      ];`);
    assert.deepEqual(refusals, Array(7).fill('EACCES'));
  });

  it('cannot move the runtime folder away to put its own in its place', async () => {
    const parent = JSON.stringify(users.runtimeParent);
    const refusals = await users.attack(
      `return [told(() => fs.renameSync(${parent}, ${parent} + '.away')), told(() => fs.rmdirSync(${parent}))];`,
    );
    assert.deepEqual(refusals, ['EPERM', 'EPERM']);
  });

  it('cannot read state or logs, nor signal the supervisor or an app', async () => {
    const owner = parseOwner(readFileSync(join(runtimeDir, generationFile(1)), 'utf8'));
    const refusals = await users.attack(`return [
      told(() => fs.readdirSync(${JSON.stringify(stateDir)})),
      told(() => fs.readFileSync(${JSON.stringify(join(stateDir, 'state.json'))})),
      told(() => fs.readFileSync(${JSON.stringify(join(stateDir, 'logs', 'web-out.log'))})),
      told(() => process.kill(${owner?.pid ?? 0}, 'SIGTERM')),
    ];`);
    assert.deepEqual(refusals, ['EACCES', 'EACCES', 'EACCES', 'EPERM']);
  });

  it('finds every folder of Drover closed, and lock, state and own log too, though the umask hid nothing', () => {
    const open: string[] = [];
    const look = (path: string): void => {
      const stat = lstatSync(path);
      const isLogOfApp = path.startsWith(join(stateDir, 'logs/'));
      if ((stat.mode & 0o077) !== 0 && !isLogOfApp) open.push(`${(stat.mode & 0o777).toString(8)} ${path}`);
      if (stat.isDirectory()) for (const name of readdirSync(path)) look(join(path, name));
    };
    look(users.runtimeParent);
    look(stateDir);
    assert.deepEqual(open, []);
    assert.ok(statSync(join(stateDir, 'logs')).isDirectory());
  });

  it('gains nothing by a link where the pid file is to be', () => {
    assert.equal(readFileSync(join(users.home, 'precious'), 'utf8'), 'untouched');
    assert.match(readFileSync(join(users.tmp, pidFile), 'utf8'), /^\d+\n$/);
    assert.ok(lstatSync(join(users.tmp, pidFile)).isFile());
  });

  it('finds the token in no command line and in no environment of what runs', async () => {
    const owner = parseOwner(readFileSync(join(runtimeDir, generationFile(1)), 'utf8'));
    assert.ok(owner !== undefined);
    const [app] = JSON.parse((await users.drover(['jlist'])).out) as { pid: number }[];
    assert.ok(app !== undefined && app.pid > 0);
    for (const pid of [owner.pid, app.pid]) {
      for (const file of ['cmdline', 'environ']) {
        assert.ok(!readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(owner.token), `${file} of ${pid}`);
      }
    }
  });

  it('finds no socket or lock of the supervisor among the files of an app', async () => {
    const [app] = JSON.parse((await users.drover(['jlist'])).out) as { pid: number }[];
    const open = readdirSync(`/proc/${app?.pid}/fd`)
      .map((fd) => readlinkSync(`/proc/${app?.pid}/fd/${fd}`))
      .filter((target) => target.startsWith(runtimeDir) || target.startsWith(stateDir));
    // Its own streams are FIFOs there.
    assert.deepEqual(
      open.filter((target) => !/\/\d+\.(?:in|out|err)$/.test(target)),
      [],
    );
    assert.ok(open.length > 0);
  });
});
