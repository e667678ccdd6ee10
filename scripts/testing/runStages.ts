import { addCounts, type Counts, noCounts } from './counts.ts';
import { deservesSecondChance, type RunCounts, withSecondChance } from './secondChance.ts';
import { type Output, Turns } from './turns.ts';

/** One part of `npm test`. */
export interface Stage {
  readonly name: string;
  /** The stages of a lane run one after the other; lanes run beside each other. */
  readonly lane: string;
  /** Installs what is missing on the machine. */
  readonly needs?: () => Promise<void>;
  readonly run: (output: Output) => Promise<RunCounts>;
  /** Runs some of its files or suites once more. A stage without any has no second chance. */
  readonly runAgain?: (units: readonly string[], output: Output) => Promise<Counts>;
}

interface RunOptions {
  readonly write: (text: string | Uint8Array) => void;
  /** Once aborted, nothing more is begun. */
  readonly signal: AbortSignal;
}

/**
 * Runs the stages and tells what all of them came to. A stage that fails for good keeps those from running that have
 * not begun; what failed a little is run again when all lanes are done, because only then it is alone.
 */
export async function runStages(stages: readonly Stage[], { write, signal }: RunOptions): Promise<Counts> {
  const turns = new Turns(write);
  const results = new Map<Stage, RunCounts>();
  let mayGoOn = true;
  const runLane = async (lane: readonly Stage[]): Promise<void> => {
    for (const stage of lane) {
      if (!mayGoOn || signal.aborted) return;
      const turn = stages.length === 1 ? { isTerminal: true, write, end: () => undefined } : turns.take();
      const counts = await runOne(stage, turn);
      turn.end();
      results.set(stage, counts);
      mayGoOn &&= counts.failed === 0 || (stage.runAgain !== undefined && deservesSecondChance(counts));
    }
  };
  await Promise.all(lanesOf(stages).map(runLane));

  let total = noCounts;
  const output: Output = { isTerminal: true, write };
  for (const [stage, first] of results) {
    const { runAgain } = stage;
    const isRepeated = runAgain !== undefined && mayGoOn && !signal.aborted;
    const counts = isRepeated
      ? await withSecondChance(first, (units) => runAgain(units, output), write)
      : { passed: first.passed, failed: first.failed, skipped: first.skipped };
    if (counts.failed > 0) write(`\nStage "${stage.name}" failed.\n`);
    total = addCounts(total, counts);
  }
  const missed = stages.filter((stage) => !results.has(stage));
  if (missed.length === 0) return total;
  write(`\nDid not run: ${missed.map(({ name }) => name).join(', ')}.\n`);
  return total.failed > 0 ? total : { ...total, failed: 1 };
}

async function runOne(stage: Stage, output: Output): Promise<RunCounts> {
  const start = Date.now();
  const took = (): string => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  output.write(`\n== ${stage.name} ==\n`);
  try {
    const counts = await stage.run(output);
    const state = counts.failed > 0 ? `${counts.failed} failed` : 'ok';
    output.write(`== ${stage.name}: ${state} in ${took()} ==\n`);
    return counts;
  } catch (error) {
    output.write(`${error instanceof Error ? error.message : String(error)}\n`);
    output.write(`== ${stage.name}: failed in ${took()} ==\n`);
    return { ...noCounts, failed: 1, failedUnits: [] };
  }
}

function lanesOf(stages: readonly Stage[]): readonly Stage[][] {
  const names = new Set(stages.map(({ lane }) => lane));
  return [...names].map((name) => stages.filter(({ lane }) => lane === name));
}
