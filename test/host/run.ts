// Runs every host suite, or those named as arguments. Exit code 1 when a test fails.
import { writeFile } from 'node:fs/promises';
import { hostSuites, runSuite } from './harness/runSuite.ts';

const wanted = process.argv.slice(2);
let passed = 0;
let failed = 0;
const failedUnits: string[] = [];
for (const suite of await hostSuites()) {
  if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
  console.log(`Host suite "${suite.name}"`);
  const counts = await runSuite(suite);
  passed += counts.passed;
  failed += counts.failed;
  if (counts.failed > 0) failedUnits.push(suite.name);
}
const countsFile = process.env['DROVER_COUNTS'];
if (countsFile !== undefined) {
  await writeFile(countsFile, JSON.stringify({ passed, failed, skipped: 0, failedUnits }));
}
console.log(`host: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
