// Runs inside the extension host of a VS Code server; bundled by run.ts.
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';

/** What the harness reads when the host is done. */
export interface HostCounts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Runs the tests that `load` defines. Rejects when one fails or none ran. The report goes to the file named by
 * `HOST_TEST_REPORT`, the counts to the one beside it that ends in `.json`.
 */
export async function runMocha(load: () => Promise<void>): Promise<void> {
  const report = process.env['HOST_TEST_REPORT'];
  if (report === undefined) throw new Error('HOST_TEST_REPORT is not set.');
  Mocha.reporters.Base.consoleLog = (...values: unknown[]): void => {
    appendFileSync(report, `${format(...values)}\n`);
  };
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, reporter: 'spec' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const counts = await new Promise<HostCounts>((resolve) => {
    const runner = mocha.run(() => {
      resolve({ passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0 });
    });
    leaveOthersOut(runner);
  });
  writeFileSync(`${report}.json`, JSON.stringify(counts));
  if (counts.failed > 0 || counts.passed === 0) throw new Error('Host tests failed.');
}

/**
 * VS Code's own extensions run in the same process, and what they do not catch is no failure of ours: its debugger for
 * one, when a program goes that it is about to connect to.
 */
function leaveOthersOut(runner: Mocha.Runner): void {
  const [added] = process.listeners('uncaughtException').slice(-1);
  assert.ok(added !== undefined, 'mocha listens for what nobody catches');
  process.off('uncaughtException', added);
  const listener: NodeJS.UncaughtExceptionListener = (error, origin) => {
    const isOthers = /[\\/]lib[\\/]vscode[\\/]extensions[\\/]/.test(error.stack ?? '');
    if (isOthers) console.log(`Not caught by another extension: ${error.stack}`);
    else added(error, origin);
  };
  process.on('uncaughtException', listener);
  runner.once('end', () => process.off('uncaughtException', listener));
}
