// A reporter for node:test that yields nothing but the totals and the files that failed, as JSON. A test's own `file` is
// where it was declared, which may be a helper; but each file is a test itself, with its path as the name. Files that
// share a process are none: there a test is where it was declared, and with one of a helper no file is told, because to
// run a helper again would find nothing wrong.
import { resolve } from 'node:path';

const isShared = process.execArgv.includes('--test-isolation=none');

export default async function* countReporter(source) {
  const failedFiles = new Set();
  for await (const { type, data } of source) {
    const hasFailed = isShared
      ? type === 'test:fail' && data.nesting === 0
      : type === 'test:complete' && !data.details.passed && data.file === resolve(data.name);
    if (hasFailed) failedFiles.add(data.file);
    if (type !== 'test:summary' || data.file !== undefined) continue;
    const { passed, skipped, todo, tests } = data.counts;
    const failed = tests - passed - skipped - todo;
    const files = [...failedFiles].sort();
    const areKnown = !isShared || files.every((file) => file?.includes('.test.'));
    yield JSON.stringify({ passed, failed, skipped: skipped + todo, failedFiles: areKnown ? files : [] });
  }
}
