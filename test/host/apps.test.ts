import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, languages, Uri, window } from 'vscode';
import type { DroverTestApi } from '../../src/extension/api/testApi.ts';
import type { FolderModel } from '../../src/extension/folders/folderModel.ts';
import { drover, eventually, instancesIn, isRunning, outline, shownFolder } from './harness/drover.ts';

describe('apps of an ecosystem file', () => {
  let api: DroverTestApi;
  let folder: FolderModel;

  before(async () => {
    api = await drover();
    folder = await shownFolder();
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
  });

  it('are listed as stopped before anybody starts them, with what keeps one from starting', () => {
    const rows = outline(api.getTree());
    assert.deepEqual(rows.slice(0, 4), [
      'web, stopped, 3 instances',
      '  web-0, stopped',
      '  web-1, stopped',
      '  web-2, stopped',
    ]);
    assert.match(rows[4] ?? '', /^missing, errored, 1 instance, The script ".*nothing\.js" does not exist\./);
  });

  it('come online with a port each when they are started', async () => {
    await commands.executeCommand('drover.start', 'web');
    const online = await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    assert.equal(new Set(online.map((one) => one.port)).size, 3);
    assert.equal(new Set(online.map((one) => one.pid)).size, 3);
    const answers = await Promise.all(
      online.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}`)).text()),
    );
    assert.deepEqual(answers.map(Number).sort(), online.map((one) => one.pid).sort());
    assert.match(outline(api.getTree())[0] ?? '', /^web, online, 3 of 3 instances, port 42\d+/);
  });

  it('restart one by one: only the pid of that instance changes', async () => {
    const before = await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    await commands.executeCommand('drover.restart', 'web-1');
    const after = await eventually(
      folder,
      () => {
        const online = instancesIn(folder, 'web', 'online');
        return online?.[1]?.pid !== before[1]?.pid ? online : undefined;
      },
      'web-1 online with another pid',
    );
    assert.deepEqual([after[0]?.pid, after[2]?.pid], [before[0]?.pid, before[2]?.pid]);
  });

  it('come back by themselves when one is killed, and count it', async () => {
    const before = await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    const [victim] = before;
    assert.ok(typeof victim?.pid === 'number');
    process.kill(victim.pid, 'SIGKILL');
    const after = await eventually(
      folder,
      () => {
        const online = instancesIn(folder, 'web', 'online');
        return online !== undefined && online[0]?.pid !== victim.pid ? online : undefined;
      },
      'web-0 online again',
    );
    assert.equal(after[0]?.restarts, victim.restarts + 1);
    assert.deepEqual([after[1]?.pid, after[2]?.pid], [before[1]?.pid, before[2]?.pid]);
  });

  it('go on running while their file is broken, and the file has a row and a diagnostic', async () => {
    const before = await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    const file = path.join(folder.folder, 'ecosystem.config.js');
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}\n}}`);
    await eventually(
      folder,
      () =>
        outline(api.getTree()).some((row) => row.startsWith('ecosystem.config.js, cannot be read, line ')),
      'a row for the broken file',
    );
    const [diagnostic] = languages.getDiagnostics(Uri.file(file));
    assert.equal(diagnostic?.source, 'Drover');
    assert.ok((diagnostic.range.start.line ?? 0) > 0, 'the diagnostic is on the line of the error');
    assert.deepEqual(
      instancesIn(folder, 'web', 'online')?.map((one) => one.pid),
      before.map((one) => one.pid),
    );
    await writeFile(file, text);
    await eventually(
      folder,
      () => !outline(api.getTree()).some((row) => row.startsWith('ecosystem.config.js')),
      'the row of the file gone',
    );
    assert.deepEqual(languages.getDiagnostics(Uri.file(file)), []);
  });

  it('give up after the restarts they are allowed, and say how they ended', async () => {
    await commands.executeCommand('drover.start', 'crashing');
    await eventually(folder, () => instancesIn(folder, 'crashing', 'errored'), 'crashing given up', 60_000);
    const row = outline(api.getTree()).find((one) => one.startsWith('crashing'));
    assert.match(row ?? '', /^crashing, errored, 0 of 1 instances, exit 3/);
  });

  it('are started again, and found again, when the supervisor is killed', async () => {
    const before = await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    const supervisor = folder.session.client?.supervisor;
    assert.ok(supervisor !== undefined);
    process.kill(supervisor.pid, 'SIGKILL');
    await eventually(
      folder,
      () => (folder.session.client?.supervisor.generation ?? 0) > supervisor.generation,
      'another supervisor',
    );
    const after = await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online again');
    for (const { pid } of before) assert.equal(isRunning(pid), false, `process ${pid} is left`);
    assert.equal(after.length, 3);
  });

  it('have their file opened where they are named', async () => {
    await commands.executeCommand('drover.openEcosystemFile', 'missing');
    const editor = window.activeTextEditor;
    assert.equal(path.basename(editor?.document.fileName ?? ''), 'ecosystem.config.js');
    assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /missing/);
  });

  it('measure CPU and memory while the view is visible', async () => {
    await eventually(folder, () => folder.view.usage.size >= 3, 'metrics of three instances');
    assert.match(outline(api.getTree())[1] ?? '', /^ {2}web-0, online, port \d+, CPU \d+%, memory \d+ MB/);
  });

  it('are gone when they are stopped', async () => {
    const online = await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    await commands.executeCommand('drover.stop', 'web');
    await eventually(folder, () => instancesIn(folder, 'web', 'stopped'), 'web stopped');
    for (const { pid } of online) assert.equal(isRunning(pid), false, `process ${pid} is left`);
  });
});
