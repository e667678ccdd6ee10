import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { FSWatcher, watch } from 'node:fs';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FolderEvents } from '../../../../src/supervisor/watch/folderEvents.ts';
import { WatchedFile } from '../../../../src/supervisor/watch/watchedFile.ts';
import { waitFor } from '../../../supervisor/waitFor.ts';
import { ManualTimer } from '../manualTimer.ts';

/** A folder of its own, and a file in it that is watched. */
class Place implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'drover-watched-'));
  readonly path: string;
  readonly told: string[] = [];
  readonly timer = new ManualTimer();
  readonly folders: FolderEvents;
  #file: WatchedFile | undefined;

  constructor(name: string, watchFolder?: typeof watch) {
    this.path = join(this.folder, name);
    const system = watchFolder === undefined ? {} : { watchFolder };
    this.folders = new FolderEvents({ startTimer: this.timer.start, ...system });
  }

  begin(): void {
    this.#file = new WatchedFile(this.path, this.folders, (kind) => this.told.push(kind));
  }

  /** Waits until the last thing told is this. */
  async tells(kind: string): Promise<void> {
    await waitFor(`"${kind}" after ${this.told.join()}`, () => this.told.at(-1) === kind);
  }

  [Symbol.dispose](): void {
    this.#file?.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe('a file that is watched', () => {
  it('is told of when it comes, changes, is replaced and goes, and no other file is', async () => {
    using place = new Place('.env');
    place.begin();
    writeFileSync(join(place.folder, 'app.log'), 'a line\n');
    writeFileSync(place.path, 'A=1');
    await place.tells('added');
    writeFileSync(place.path, 'A=22');
    await place.tells('changed');
    place.told.length = 0;
    writeFileSync(join(place.folder, 'new'), 'A=33');
    renameSync(join(place.folder, 'new'), place.path);
    await place.tells('changed');
    rmSync(place.path);
    await place.tells('deleted');
    assert.equal(place.timer.running, 0);
  });

  it('may be a link: what it points to counts, and where it points', async () => {
    using place = new Place('.env');
    mkdirSync(join(place.folder, 'shared'));
    const [one, other] = ['one', 'other'].map((name) => join(place.folder, 'shared', name));
    assert.ok(one !== undefined && other !== undefined);
    writeFileSync(one, 'A=1');
    writeFileSync(other, 'A=2');
    symlinkSync(one, place.path);
    place.begin();
    appendFileSync(one, '0');
    await place.tells('changed');
    place.told.length = 0;
    rmSync(place.path);
    symlinkSync(other, place.path);
    await place.tells('changed');
    await waitFor('the last of it', () => place.told.at(-1) !== 'deleted');
    place.told.length = 0;
    appendFileSync(other, '0');
    await place.tells('changed');
  });

  it('may lie in a folder that is not there yet, or is removed and made again', async () => {
    using place = new Place('app/.env');
    const folder = join(place.folder, 'app');
    place.begin();
    assert.equal(place.timer.running, 1);
    mkdirSync(folder);
    writeFileSync(place.path, 'A=1');
    place.timer.fire();
    assert.deepEqual([place.told, place.timer.running], [['added'], 0]);
    rmSync(folder, { recursive: true });
    await place.tells('deleted');
    await waitFor('the folder to be missed', () => place.timer.running === 1);
    mkdirSync(folder);
    place.timer.fire();
    writeFileSync(place.path, 'A=2');
    await place.tells('added');
  });

  it('is looked at now and then where no more folders can be watched, until they can', () => {
    let isFull = true;
    const watcher = Object.assign(new EventEmitter(), { close: () => undefined });
    const watchFolder = (() => {
      if (isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      return watcher as unknown as FSWatcher;
    }) as unknown as typeof watch;
    using place = new Place('.env', watchFolder);
    place.begin();
    writeFileSync(place.path, 'A=1');
    place.timer.fire();
    assert.deepEqual(place.told, ['added']);
    place.timer.fire();
    assert.deepEqual(place.told, ['added']);
    isFull = false;
    writeFileSync(place.path, 'A=22');
    place.timer.fire();
    assert.deepEqual([place.told, place.timer.running], [['added', 'changed'], 0]);
    isFull = true;
    watcher.emit('error', new Error('gone'));
    assert.equal(place.timer.running, 1);
  });

  it('shares the watching of its folder with its neighbours, and ends it with the last', () => {
    let open = 0;
    const watchFolder = (() => {
      open += 1;
      return Object.assign(new EventEmitter(), { close: () => (open -= 1) });
    }) as unknown as typeof watch;
    using place = new Place('.env', watchFolder);
    const files = ['a', 'b'].map(
      (name) => new WatchedFile(join(place.folder, name), place.folders, () => undefined),
    );
    assert.equal(open, 1);
    for (const file of files) file.dispose();
    assert.equal(open, 0);
  });
});
