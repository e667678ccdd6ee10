// Usage: npm test, or npm run test:<stage>. Installs what the stages need, then runs them until one fails.
import { addCounts, closingLine, noCounts } from './testing/counts.ts';
import { stages } from './testing/stages.ts';

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `No stage is called ${unknown.join(', ')}. Stages: ${stages.map((stage) => stage.name).join(', ')}.`,
  );
  process.exit(2);
}

const selected = stages.filter((stage) => wanted.length === 0 || wanted.includes(stage.name));
let total = noCounts;
try {
  for (const needs of new Set(selected.map((stage) => stage.needs))) await needs?.();
  for (const stage of selected) {
    console.log(`\n== ${stage.name} ==`);
    const start = Date.now();
    const counts = await stage.run();
    total = addCounts(total, counts);
    const took = `${((Date.now() - start) / 1000).toFixed(1)} s`;
    if (counts.failed > 0) {
      console.log(`\nStage "${stage.name}" failed after ${took}; the stages after it did not run.`);
      process.exitCode = 1;
      break;
    }
    console.log(`== ${stage.name}: ok in ${took} ==`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total = addCounts(total, { ...noCounts, failed: 1 });
  process.exitCode = 1;
}
console.log(`\n${closingLine(total)}`);
