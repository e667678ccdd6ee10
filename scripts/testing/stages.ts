import { nodeBinary, nodeMajors } from '../../test/nodes.ts';
import { buildAll } from '../buildAll.ts';
import { installCodeServer } from '../install/codeServer.ts';
import { installNodes } from '../install/nodes.ts';
import {
  busybox,
  chromium,
  curl,
  debugpy,
  gunicorn,
  haproxy,
  hypercorn,
  installOptionalTools,
  installSystemTools,
  nginx,
  openssl,
  php,
  ruby,
  tmux,
  uvicorn,
  fish,
  zsh,
  systemd,
} from '../install/systemTools.ts';
import { installTsx } from '../install/tsx.ts';
import { packCommand } from '../packCommand.ts';
import { packageVsix } from '../packageVsix.ts';
import { addCounts, type Counts, noCounts } from './counts.ts';
import { faultTests } from './faultTests.ts';
import { hostTests } from './hostTests.ts';
import { nodeTests, type NodeTests } from './nodeTests.ts';
import type { Stage } from './runStages.ts';
import { runVisibly } from './runVisibly.ts';
import type { RunCounts } from './secondChance.ts';
import type { Output } from './turns.ts';

const failure: Counts = { ...noCounts, failed: 1 };

/** Tools that count no tests, beside each other: their exit codes decide. */
async function tools(output: Output, ...commands: readonly string[][]): Promise<RunCounts> {
  const run = async (command: readonly string[]): Promise<Counts> =>
    (await runVisibly(command, output)) === 0 ? noCounts : failure;
  const counts = await Promise.all(commands.map(run));
  return { ...counts.reduce(addCounts, noCounts), failedUnits: [] };
}

function lint(output: Output): Promise<RunCounts> {
  const prettier = ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'];
  return tools(output, ['node_modules/eslint/bin/eslint.js', '.'], prettier);
}

/** The page of the monitor has the types of browsers, the rest those of Node. */
function types(output: Output): Promise<RunCounts> {
  const tsc = 'node_modules/typescript/bin/tsc';
  return tools(output, [tsc, '-p', '.'], [tsc, '-p', 'src/monitor']);
}

/** Folders of unit tests that leave nothing behind for each other; by itself each file would load the same again. */
const sharedUnits = 'test/unit/{cli,client,ecosystem,extension}/**/*.test.ts';
const ownUnits = 'test/unit/!(cli|client|ecosystem|extension)/**/*.test.ts';

async function unit(output: Output): Promise<RunCounts> {
  const own = await nodeTests({ files: [ownUnits], concurrency: 2 }, output);
  const shared = await nodeTests({ files: [sharedUnits], concurrency: 1, shared: true }, output);
  // What failed in a way that names no file is no matter for a second chance.
  const isKnown = [own, shared].every(({ failed, failedUnits }) => failed === 0 || failedUnits.length > 0);
  return {
    ...addCounts(own, shared),
    failedUnits: isKnown ? [...own.failedUnits, ...shared.failedUnits] : [],
  };
}

/** How a stage of test files runs, and how those of them that failed run again. */
function ofFiles(tests: NodeTests, before: () => Promise<void>): Pick<Stage, 'run' | 'runAgain'> {
  return {
    run: async (output) => {
      await before();
      return await nodeTests(tests, output);
    },
    runAgain: (files, output) => nodeTests({ ...tests, files, concurrency: 1 }, output),
  };
}

async function languages(): Promise<void> {
  await installNodes(nodeMajors);
  await installTsx();
  await installSystemTools([uvicorn, gunicorn, nginx, haproxy, openssl, curl, tmux]);
  await installOptionalTools([hypercorn, ruby, php, busybox, zsh, fish, systemd, debugpy]);
}

async function editors(): Promise<void> {
  await installSystemTools([chromium]);
  await installCodeServer();
}

let built: Promise<void> | undefined;
/** Builds once in a run, however many stages need it. */
function build(): Promise<void> {
  return (built ??= buildAll());
}

let packaged: Promise<void> | undefined;
function packageOnce(): Promise<void> {
  return (packaged ??= build().then(packageVsix));
}

async function packageAll(): Promise<void> {
  await packageOnce();
  await packCommand();
}

/**
 * Tests of processes mostly wait, those of windows compute: beside each other they take as long as two processors
 * need for all of it. Within a lane the quick and telling ones come first. A lane of windows opens one at a time, since
 * their apps have the same ports; those of the two lanes differ.
 */
export const stages: readonly Stage[] = [
  { name: 'lint', lane: 'processes', run: lint },
  { name: 'types', lane: 'processes', run: types },
  {
    name: 'unit',
    lane: 'processes',
    needs: languages,
    run: unit,
    runAgain: (files, output) => nodeTests({ files, concurrency: 1 }, output),
  },
  {
    name: 'build',
    lane: 'host',
    run: async () => {
      await build();
      return { ...noCounts, failedUnits: [] };
    },
  },
  {
    name: 'supervisor',
    lane: 'processes',
    needs: languages,
    ...ofFiles({ files: ['test/supervisor/**/*.test.ts', 'test/security/*.test.ts'], concurrency: 4 }, build),
  },
  {
    // The supervisor on the lowest Node that an editor runs it on, less what only repeats itself.
    name: 'floor',
    lane: 'processes',
    needs: languages,
    ...ofFiles(
      {
        files: ['lifecycle', 'logs', 'session', 'badInput'].map((name) => `test/supervisor/${name}.test.ts`),
        concurrency: 4,
        except: 'twenty times',
        env: { DROVER_TEST_NODE: nodeBinary(22) },
      },
      build,
    ),
  },
  {
    name: 'faults',
    lane: 'processes',
    needs: languages,
    run: async (output) => {
      await build();
      return await faultTests(['test/faults/*.test.ts'], 3, output);
    },
    runAgain: (files, output) => faultTests(files, 1, output),
  },
  {
    name: 'host',
    lane: 'host',
    needs: async () => {
      await editors();
      await installOptionalTools([debugpy]);
    },
    run: async (output) => {
      await build();
      return await hostTests([], output);
    },
    runAgain: hostTests,
  },
  {
    name: 'ui',
    lane: 'ui',
    needs: editors,
    ...ofFiles({ files: ['test/ui/*.test.ts'], concurrency: 1 }, packageOnce),
  },
  {
    name: 'package',
    lane: 'processes',
    needs: () => installNodes([18, 22, 24]),
    ...ofFiles({ files: ['test/package/*.test.ts'], concurrency: 1 }, packageAll),
  },
];
