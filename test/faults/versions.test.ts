import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { protocolVersion } from '../../src/protocol/contract.ts';
import { platform } from '../supervisor/processes.ts';
import { repository } from '../supervisor/testWorkspace.ts';
import { waitFor } from '../supervisor/waitFor.ts';
import { fault } from './fault.ts';
import { FaultedFolder } from './faultedFolder.ts';

/** Has the command line, run from its sources, speak another protocol. */
const hook = (version: number): string => `
const { registerHooks } = require('node:module');
const edits = {
  '/src/protocol/contract.ts': [/(protocolVersion = )\\d+/, '$1${version}'],
  // The bundle lies one folder higher.
  '/src/cli/run.ts': ["'..', 'package.json'", "'../..', 'package.json'"],
};
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const [, edit] = Object.entries(edits).find(([path]) => url.endsWith(path)) ?? [];
    return edit === undefined ? loaded : { ...loaded, source: String(loaded.source).replace(...edit) };
  },
});`;

interface Ran {
  readonly code: number | null;
  readonly text: string;
}

for (const [id, version] of [
  ['older client', protocolVersion - 1],
  ['newer client', protocolVersion + 1],
] as const) {
  fault(id, async (prove) => {
    const own = mkdtempSync(join(tmpdir(), 'drover-fault-'));
    try {
      writeFileSync(join(own, 'hook.cjs'), hook(version));
      await using folder = await FaultedFolder.running();
      const { workspace } = folder;
      const drover = (...args: string[]): Promise<Ran> =>
        new Promise((resolve) => {
          const main = join(repository, 'src/cli/main.ts');
          const options = { cwd: workspace.folder, env: { ...workspace.env, DROVER_HOME: '' } };
          const words = ['--require', join(own, 'hook.cjs'), main, ...args];
          const child = execFile(process.execPath, words, options, (_error, out, err) => {
            resolve({ code: child.exitCode, text: out + err });
          });
        });
      for (const args of [['list'], ['stop', 'all'], ['start', 'web']]) {
        const { code, text } = await drover(...args);
        assert.equal(code, 1);
        assert.match(text, /of another version of Drover \(protocol \d+\)\. End it with "drover kill"/);
      }
      prove('sentence');
      folder.assertBystander();
      for (const app of ['web', 'api']) await folder.assertShown(app);
      prove('siblings');
      const { pid } = folder.client.supervisor;
      assert.equal((await drover('kill')).code, 0);
      await waitFor('its end', () => platform.startTime(pid) === null);
      prove('guarantee');
      assert.deepEqual(await workspace.survivors(), []);
      prove('orphans');
    } finally {
      rmSync(own, { recursive: true });
    }
  });
}
