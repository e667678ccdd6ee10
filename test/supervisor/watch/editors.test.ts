import assert from 'node:assert/strict';
import { copyFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { WatchedProject } from './watchedProject.ts';

type Path = (name: string) => string;

/** What happens in a folder when an editor saves server.js. */
const saves: Readonly<Record<string, (path: Path) => void>> = {
  'VS Code, which writes over it': (path) => {
    writeFileSync(path('server.js'), '');
    writeFileSync(path('server.js'), 'new');
  },
  'Vim, which renames it to a backup and writes it anew': (path) => {
    writeFileSync(path('4913'), '');
    rmSync(path('4913'));
    renameSync(path('server.js'), path('server.js~'));
    writeFileSync(path('server.js'), 'new');
    rmSync(path('server.js~'));
  },
  'Vim with backupcopy=yes, which copies it to a backup and writes over it': (path) => {
    writeFileSync(path('.server.js.swp'), 'swap');
    copyFileSync(path('server.js'), path('server.js~'));
    writeFileSync(path('server.js'), 'new');
    rmSync(path('server.js~'));
  },
  'a JetBrains editor with its safe write': (path) => {
    writeFileSync(path('server.js___jb_tmp___'), 'new');
    renameSync(path('server.js'), path('server.js___jb_old___'));
    renameSync(path('server.js___jb_tmp___'), path('server.js'));
    rmSync(path('server.js___jb_old___'));
  },
  'Emacs, with a lock, a backup and an auto-save file': (path) => {
    symlinkSync('user@host.1:1', path('.#server.js'));
    writeFileSync(path('#server.js#'), 'half');
    renameSync(path('server.js'), path('server.js~'));
    writeFileSync(path('server.js'), 'new');
    rmSync(path('#server.js#'));
    rmSync(path('.#server.js'));
  },
  'GNOME, which writes a hidden file and renames it': (path) => {
    writeFileSync(path('.goutputstream-X1Y2Z3'), 'new');
    renameSync(path('.goutputstream-X1Y2Z3'), path('server.js'));
  },
  'sed -i and other tools, which rename a file of any name': (path) => {
    writeFileSync(path('sedXyZ123'), 'new');
    renameSync(path('sedXyZ123'), path('server.js'));
  },
  'write-file-atomic, which renames one with a number': (path) => {
    writeFileSync(path('server.js.1847251234'), 'new');
    renameSync(path('server.js.1847251234'), path('server.js'));
  },
};

for (const [editor, save] of Object.entries(saves)) {
  test(`a save by ${editor} is one change of one file`, async (t) => {
    const project = new WatchedProject(t);
    project.write('server.js', 'old');
    const told = await project.watch();
    for (let round = 0; round < 3; round += 1) {
      save((name) => project.path(name));
      assert.deepEqual(await told.next(), ['server.js']);
    }
    project.write('end.js');
    assert.deepEqual(await told.next(), ['end.js']);
  });
}

test('a save by renaming is seen by who watches that file only', async (t) => {
  const project = new WatchedProject(t);
  project.write('server.js', 'old');
  const told = await project.watch({ paths: [project.path('server.js')] });
  for (const save of Object.values(saves)) {
    save((name) => project.path(name));
    assert.deepEqual(await told.next(), ['server.js']);
  }
  assert.equal(told.fires.length, Object.keys(saves).length);
});
