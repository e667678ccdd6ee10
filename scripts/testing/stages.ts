import { nodeBinary, nodeMajors, nodeVersions } from '../../test/nodes.ts';
import { buildAll } from '../buildAll.ts';
import { installCodeServer } from '../install/codeServer.ts';
import { installNodes } from '../install/nodes.ts';
import {
  busybox,
  chromium,
  curl,
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
import { hostTests } from './hostTests.ts';
import { nodeTests } from './nodeTests.ts';
import { runVisibly } from './runVisibly.ts';

/** One part of `npm test`, in the order in which they run; `needs` installs what is missing on the machine. */
interface Stage {
  readonly name: string;
  readonly needs?: () => Promise<void>;
  readonly run: () => Promise<Counts>;
}

const failure: Counts = { ...noCounts, failed: 1 };

/** A tool that counts no tests: its exit code decides. */
async function tool(...args: readonly string[]): Promise<Counts> {
  return (await runVisibly(args)) === 0 ? noCounts : failure;
}

async function lint(): Promise<Counts> {
  const format = await tool('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.');
  return addCounts(format, await tool('node_modules/eslint/bin/eslint.js', '.'));
}

/** The page of the monitor has the types of browsers, the rest those of Node. */
async function types(): Promise<Counts> {
  const rest = await tool('node_modules/typescript/bin/tsc', '-p', '.');
  return addCounts(rest, await tool('node_modules/typescript/bin/tsc', '-p', 'src/monitor'));
}

function supervisorTests(): Promise<Counts> {
  return nodeTests({ files: ['test/supervisor/**/*.test.ts', 'test/security/*.test.ts'], concurrency: 2 });
}

/** The supervisor on the lowest Node that an editor runs it on, less what only repeats itself. */
async function supervisorTestsOnFloor(): Promise<Counts> {
  console.log(`\nThe same on Node ${nodeVersions[22]}:`);
  const files = ['lifecycle', 'logs', 'session', 'badInput'].map((name) => `test/supervisor/${name}.test.ts`);
  const env = { DROVER_TEST_NODE: nodeBinary(22) };
  return await nodeTests({ files, concurrency: 1, except: 'twenty times', env });
}

async function languages(): Promise<void> {
  await installNodes(nodeMajors);
  await installTsx();
  await installSystemTools([uvicorn, gunicorn, nginx, haproxy, openssl, curl, tmux]);
  await installOptionalTools([hypercorn, ruby, php, busybox, zsh, fish, systemd]);
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

export const stages: readonly Stage[] = [
  { name: 'lint', run: lint },
  { name: 'types', run: types },
  {
    name: 'unit',
    needs: languages,
    run: () => nodeTests({ files: ['test/unit/**/*.test.ts'], concurrency: 2 }),
  },
  { name: 'build', run: () => build().then(() => noCounts) },
  {
    name: 'supervisor',
    needs: languages,
    run: async () => {
      await build();
      const counts = await supervisorTests();
      return counts.failed > 0 ? counts : addCounts(counts, await supervisorTestsOnFloor());
    },
  },
  {
    name: 'host',
    needs: editors,
    run: async () => {
      await build();
      return await hostTests();
    },
  },
  {
    name: 'ui',
    needs: editors,
    run: async () => {
      await packageOnce();
      return await nodeTests({ files: ['test/ui/*.test.ts'], concurrency: 1 });
    },
  },
  {
    name: 'package',
    needs: () => installNodes([18, 22, 24]),
    run: async () => {
      await packageOnce();
      await packCommand();
      return await nodeTests({ files: ['test/package/*.test.ts'], concurrency: 1 });
    },
  },
];
