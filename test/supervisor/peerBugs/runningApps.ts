import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import { LineCollector } from '../options/lineCollector.ts';
import type { Options } from '../options/row.ts';
import { RowApp } from '../options/rowApp.ts';
import { TestWorkspace, repository } from '../testWorkspace.ts';

export interface RunningApps extends AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  /** An app of the file; nothing runs before it is started. */
  readonly app: (name: string) => RowApp;
  /** Writes the ecosystem file anew and has it read. */
  readonly save: (apps: readonly Options[]) => Promise<void>;
}

/** One ecosystem file with these apps, which may run the fixtures of the option rows, and its supervisor. */
export async function openApps(
  apps: readonly Options[],
  files: Readonly<Record<string, string>> = {},
): Promise<RunningApps> {
  const workspace = new TestWorkspace();
  try {
    cpSync(join(repository, 'test/fixtures/options'), workspace.folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) workspace.write(name, text);
    const client = await workspace.connect();
    const save = async (next: readonly Options[]): Promise<void> => {
      workspace.write('ecosystem.json', JSON.stringify({ apps: next }));
      await client.request('files/load', { env: workspace.env });
    };
    await save(apps);
    const lines = new LineCollector(client);
    await lines.follow(client);
    const group = { workspace, client, lines, shell: workspace.env };
    return {
      workspace,
      client,
      save,
      app: (name) => new RowApp(name, group),
      [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
    };
  } catch (error) {
    await workspace[Symbol.asyncDispose]();
    throw error;
  }
}

/** The same for all tests of the suite around it. */
export function sharedApps(
  apps: readonly Options[],
  files: Readonly<Record<string, string>> = {},
): () => RunningApps {
  let running: RunningApps | undefined;
  before(async () => {
    running = await openApps(apps, files);
  });
  after(() => running?.[Symbol.asyncDispose]());
  return () => {
    assert.ok(running);
    return running;
  };
}
