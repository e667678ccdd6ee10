import assert from 'node:assert/strict';
import { chmodSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { TestWorkspace, repository } from '../testWorkspace.ts';
import { LineCollector } from './lineCollector.ts';
import type { Row, Rows } from './row.ts';
import type { Group } from './rowApp.ts';
import { RowApp } from './rowApp.ts';

/** Enough that waiting costs little, and few enough for two cores. */
const atOnce = 4;

/** Runs the rows as tests, all apps of the group in one ecosystem file under one supervisor. */
export function runRows(title: string, rows: Rows): void {
  describe(title, { concurrency: atOnce }, () => {
    let group: Group | undefined;
    before(async () => {
      group = await openGroup(rows);
    });
    after(() => group?.workspace[Symbol.asyncDispose]());
    for (const [at, row] of rows.entries()) {
      test(`${row.option}: ${row.shows}`, { skip: row.skip ?? false }, async () => {
        assert.ok(group);
        const app = new RowApp(nameOf(row, at), group);
        try {
          const check = row.check(app);
          await (row.notYet === undefined ? check : assert.rejects(check, 'it works: take "notYet" away'));
        } finally {
          await app.end();
          for (const { name } of row.others ?? []) await app.other(String(name)).end();
        }
      });
    }
  });
}

async function openGroup(rows: Rows): Promise<Group> {
  const workspace = new TestWorkspace();
  try {
    // Some apps run as another user.
    chmodSync(workspace.root, 0o755);
    cpSync(join(repository, 'test/fixtures/options'), workspace.folder, { recursive: true });
    const apps = rows.flatMap((row, at) => [
      row.called === undefined ? { name: nameOf(row, at), ...row.app } : row.app,
      ...(row.others ?? []),
    ]);
    workspace.write('ecosystem.json', JSON.stringify({ apps }));
    const client = await workspace.load();
    const [file] = client.snapshot.files;
    assert.deepEqual(
      file?.problems.map((problem) => describeProblem(problem)),
      [],
    );
    const lines = new LineCollector(client);
    await lines.follow(client);
    return { workspace, client, lines, shell: { ...workspace.env, FROM_SHELL: 'shell', SHARED: 'shell' } };
  } catch (error) {
    await workspace[Symbol.asyncDispose]();
    throw error;
  }
}

function nameOf({ option, called }: Row, at: number): string {
  return called ?? `${option.replaceAll('_', '-')}-${at}`;
}
