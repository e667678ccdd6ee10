import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { skipUnlessRoot, TwoUsers } from './users.ts';

/** What somebody has put where Drover wants its runtime folder, and what the victim is told. */
const traps: readonly {
  readonly name: string;
  readonly place: (users: TwoUsers) => Promise<unknown>;
  readonly told: RegExp;
}[] = [
  {
    name: 'a folder of another user, open to all',
    place: (users) =>
      users.attack(
        `fs.mkdirSync(${text(users.runtimeParent)}); fs.chmodSync(${text(users.runtimeParent)}, 0o777)`,
      ),
    told: /belongs to another user \(uid 61002\)/,
  },
  {
    name: 'a link to a folder of another user',
    place: (users) =>
      users.attack(`const own = ${text(join(users.tmp, 'own'))};
        fs.mkdirSync(own); fs.chmodSync(own, 0o777); fs.symlinkSync(own, ${text(users.runtimeParent)})`),
    told: /is not a folder/,
  },
  {
    name: 'a link to a closed folder of the user',
    place: async (users) => {
      const own = join(users.home, 'own');
      mkdirSync(own, { mode: 0o700 });
      users.give(own, 'victim');
      return users.attack(`fs.symlinkSync(${text(own)}, ${text(users.runtimeParent)})`);
    },
    told: /is not a folder/,
  },
  {
    name: 'a link that leads nowhere',
    place: (users) =>
      users.attack(`fs.symlinkSync(${text(join(users.home, 'missing'))}, ${text(users.runtimeParent)})`),
    told: /EEXIST|ENOENT|ENOTDIR|is not a folder/,
  },
  {
    name: 'a file',
    place: (users) => users.attack(`fs.writeFileSync(${text(users.runtimeParent)}, '')`),
    told: /EEXIST|ENOTDIR|is not a folder/,
  },
  {
    name: 'a folder of the user that others may enter',
    place: async (users) => {
      mkdirSync(users.runtimeParent, { mode: 0o755 });
      users.give(users.runtimeParent, 'victim');
    },
    told: /is open to other users\. Run: chmod 700/,
  },
  {
    name: 'a closed folder, in which the one of the project is open',
    place: async (users) => {
      const { runtimeDir } = users.location;
      mkdirSync(users.runtimeParent, { mode: 0o700 });
      mkdirSync(runtimeDir);
      chmodSync(runtimeDir, 0o777);
      users.give(users.runtimeParent, 'victim');
      users.give(runtimeDir, 'victim');
    },
    told: /is open to other users\. Run: chmod 700/,
  },
  {
    name: 'nothing, while the state folder is open to all',
    place: async (users) => {
      const { stateDir } = users.location;
      mkdirSync(stateDir, { recursive: true });
      chmodSync(stateDir, 0o777);
      for (let folder = stateDir; folder !== users.home; folder = dirname(folder))
        users.give(folder, 'victim');
    },
    told: /is open to other users\. Run: chmod 700/,
  },
  {
    name: 'nothing, and a link where the log of the supervisor is to be',
    place: async (users) => {
      const { stateDir } = users.location;
      mkdirSync(stateDir, { recursive: true, mode: 0o700 });
      writeFileSync(join(users.home, 'precious'), 'untouched');
      symlinkSync(join(users.home, 'precious'), join(stateDir, 'supervisor.log'));
      for (let folder = stateDir; folder !== users.home; folder = dirname(folder))
        users.give(folder, 'victim');
    },
    told: /ELOOP/,
  },
];

for (const { name, place, told } of traps) {
  test(`no supervisor is started on ${name}`, { skip: skipUnlessRoot }, async () => {
    using users = new TwoUsers();
    writeFileSync(join(users.project, 'server.js'), 'setInterval(() => {}, 1000);\n');
    await place(users);
    const { code, out, err } = await users.drover(['start', 'server.js']);
    const leftBehind = tokensBelow(users.tmp);
    if (code === 0) await users.drover(['kill']);
    assert.equal(code, 1, out);
    assert.match(err, told);
    assert.deepEqual(leftBehind, []);
  });
}

test(
  'no supervisor is started in a folder of XDG_RUNTIME_DIR in which others may rename what is not theirs',
  {
    skip: skipUnlessRoot,
  },
  async () => {
    using users = new TwoUsers();
    const run = join(users.home, 'run');
    mkdirSync(run);
    chmodSync(run, 0o777);
    users.give(run, 'victim');
    const { code, err } = await users.drover(['start', 'server.js'], { env: { XDG_RUNTIME_DIR: run } });
    assert.equal(code, 1);
    assert.match(err, /Everybody may rename and remove what is in/);
  },
);

test(
  'where that is so in the temporary folder, the state folder has the socket',
  {
    skip: skipUnlessRoot,
  },
  async () => {
    using users = new TwoUsers();
    chmodSync(users.tmp, 0o777);
    writeFileSync(join(users.project, 'server.js'), 'setInterval(() => {}, 1000);\n');
    const started = await users.drover(['start', 'server.js']);
    const ended = await users.drover(['kill']);
    assert.equal(started.code, 0, started.err);
    assert.equal(ended.code, 0, ended.err);
    assert.ok(existsSync(join(users.home, '.local/state/drover/run')));
    assert.deepEqual(
      readdirSync(users.tmp).filter((name) => name.startsWith('drover')),
      [],
    );
  },
);

test(
  'a client gives its token to no socket that another user has placed, and believes no lock of theirs',
  {
    skip: skipUnlessRoot,
  },
  async () => {
    using users = new TwoUsers();
    const { runtimeDir } = users.location;
    const owner = { pid: process.pid, start: '1', boot: '1', token: 'f'.repeat(64), protocol: 5 };
    const placing = users.attack(`
    process.umask(0);
    fs.mkdirSync(${text(runtimeDir)}, { recursive: true, mode: 0o777 });
    fs.writeFileSync(${text(join(runtimeDir, 'gen.1'))}, ${text(JSON.stringify(owner))});
    let connections = 0;
    const server = net.createServer((socket) => { connections += 1; socket.destroy(); });
    await new Promise((resolve) => server.listen(${text(join(runtimeDir, 's1.sock'))}, resolve));
    // Until the victim has been there: the file tells.
    await new Promise((resolve) => {
      const watcher = fs.watch(${text(users.tmp)}, () => {
        if (!fs.existsSync(${text(join(users.tmp, 'been there'))})) return;
        watcher.close();
        resolve();
      });
      fs.writeFileSync(${text(join(users.tmp, 'ready'))}, '');
    });
    server.close();
    return connections;`);
    await until(join(users.tmp, 'ready'));
    const answers = [await users.drover(['list']), await users.drover(['start', 'server.js'])];
    writeFileSync(join(users.tmp, 'been there'), '');
    assert.equal(await placing, 0);
    for (const { code, err } of answers) {
      assert.equal(code, 1);
      assert.match(err, /is not safe to use: it belongs to user 61002/);
    }
  },
);

/** Paths of what looks like a lock of Drover. */
function tokensBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /gen\.\d+$/.test(name));
}

async function until(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
}

function text(value: string): string {
  return JSON.stringify(value);
}
