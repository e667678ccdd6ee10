// A reporter for node:test that yields nothing but the totals and the files that failed, as JSON. A test's own `file` is
// where it was declared, which may be a helper; each file that ran to its end has a summary, and one that did not is
// itself a failed test with its path as the name. Files that share a process have no summaries: there a test is where it
// was declared, and with one of a helper no file is told, because to run a helper again would find nothing wrong.
import { resolve } from 'node:path';

const isShared = process.execArgv.includes('--test-isolation=none');

export default async function* countReporter(source) {
  const failedFiles = new Set();
  for await (const { type, data } of source) {
    if (type === 'test:fail' && data.nesting === 0 && (isShared || data.file === resolve(data.name)))
      failedFiles.add(data.file);
    if (type !== 'test:summary') continue;
    if (data.file !== undefined) {
      if (!data.success) failedFiles.add(data.file);
      continue;
    }
    const { passed, skipped, todo, tests } = data.counts;
    const failed = tests - passed - skipped - todo;
    const files = [...failedFiles].sort();
    const areKnown = !isShared || files.every((file) => file?.includes('.test.'));
    yield JSON.stringify({ passed, failed, skipped: skipped + todo, failedFiles: areKnown ? files : [] });
  }
}
