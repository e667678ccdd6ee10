// A reporter for node:test that yields nothing but the totals and the files that failed, as JSON.
export default async function* countReporter(source) {
  const failedFiles = new Set();
  for await (const { type, data } of source) {
    if (type === 'test:fail' && data.file !== undefined) failedFiles.add(data.file);
    if (type !== 'test:summary' || data.file !== undefined) continue;
    const { passed, skipped, todo, tests } = data.counts;
    const failed = tests - passed - skipped - todo;
    yield JSON.stringify({ passed, failed, skipped: skipped + todo, failedFiles: [...failedFiles] });
  }
}
