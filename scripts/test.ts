// Usage: npm test, or npm run test:<stage>. Installs what the stages need, then runs them until one fails for good.
import { addCounts, closingLine, noCounts } from './testing/counts.ts';
import { runStages } from './testing/runStages.ts';
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
// A terminal sends Ctrl+C to the programs of the stages as well; a second one ends this at once.
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());

let total = noCounts;
try {
  for (const needs of new Set(selected.map((stage) => stage.needs))) await needs?.();
  const write = (text: string | Uint8Array): void => void process.stdout.write(text);
  total = await runStages(selected, { write, signal: stopped.signal });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total = addCounts(total, { ...noCounts, failed: 1 });
}
if (total.failed > 0) process.exitCode = 1;
console.log(`\n${closingLine(total)}`);
