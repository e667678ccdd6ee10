import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { buildProgram, runCommandLine } from '../../../src/cli/program.ts';
import { UserError } from '../../../src/cli/userError.ts';
import type { World } from '../../../src/cli/world.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import type { Random } from '../random.ts';

interface CommandLineCase {
  readonly args: readonly string[];
}

/** They serve, draw or ask until they are ended, or write files. */
const excluded = new Set([
  'web',
  'mcp',
  'monit',
  'init',
  'import',
  'up',
  'load',
  'report',
  'update',
  'completion',
]);

const words = [
  ...[
    '',
    ' ',
    '-',
    '--',
    '---',
    '-x',
    '--x=1',
    '--no-watch',
    '--json',
    '--help',
    '-h',
    '-v',
    'help',
    'all',
    '0',
    '-1',
  ],
  ...[
    'web',
    'web-0',
    '/web/',
    '/(/',
    '+1',
    '-2',
    '+',
    'NaN',
    '1e9',
    '99999999999999999999',
    '__proto__',
    'constructor',
  ],
  ...[
    'ecosystem.json',
    'broken.json',
    'nothing.yaml',
    '.',
    './',
    '\0',
    '\u001b[31m',
    '😀',
    'a b',
    '$(x)',
    '*',
    '5s',
  ],
  ...[
    '--env',
    '--only',
    '-i',
    'max',
    '--name',
    '--lines',
    '--signal',
    'SIGKILL',
    '--',
    'compose',
    'yaml',
    '=',
    '--=',
  ],
];

export const commandLineTarget: FuzzTarget<CommandLineCase> = {
  name: 'command-line',
  property:
    'whatever is typed behind `drover` ends with 0, 1 or 2, a wrong use with one sentence and no stack, and what --json prints is JSON',
  quick: 150,
  freeTexts: ['args'],
  make: (random) => ({ args: randomArguments(random) }),
  async check({ args }) {
    if (excluded.has(args.find((one) => !one.startsWith('-')) ?? '')) return;
    const cwd = folder();
    let out = '';
    let err = '';
    const world: World = {
      ...emptyWorld(cwd),
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
    };
    const code = await runCommandLine(world, args);
    assert.ok([0, 1, 2].includes(code), `exit code ${code}`);
    assert.doesNotMatch(out + err, /\n\s+at .*:\d+:\d+|\[object Object\]/);
    if (code === 2) {
      assert.match(err, /\S/);
      assert.equal(out, '');
    }
    const isHelp = args.some((one) => one === 'help' || one === '--help' || one === '-h' || one === '-v');
    if (code === 0 && args.includes('--json') && !args.includes('--') && !isHelp && out.trim() !== '')
      JSON.parse(out);
  },
  close: async () => {
    if (made !== undefined) rmSync(made, { recursive: true });
    made = undefined;
  },
};

let made: string | undefined;

/** A folder with one file that is right and one that is not. */
function folder(): string {
  if (made !== undefined) return made;
  made = realpathSync(mkdtempSync(join(tmpdir(), 'drover-fuzz-cli-')));
  const apps = [{ name: 'web', script: 'server.js', instances: 2, port: 3000, env: { API_TOKEN: 'x' } }];
  writeFileSync(join(made, 'ecosystem.json'), JSON.stringify({ apps }));
  writeFileSync(join(made, 'broken.json'), '{"apps": [');
  writeFileSync(join(made, 'server.js'), '');
  return made;
}

function emptyWorld(cwd: string): World {
  const nothing = { write: () => true };
  return {
    cwd,
    env: {},
    stdout: nothing,
    stderr: nothing,
    version: '1.2.3',
    join: () => Promise.resolve(null),
    start: () => Promise.reject(new UserError('There is no supervisor here.')),
    now: () => 100_000,
  };
}

const program: Command = await buildProgram(emptyWorld('/'), async (verb) => {
  await verb;
});
const verbs = program.commands.filter((verb) => !excluded.has(verb.name()));
const flags = verbs.flatMap(({ options }) => options.map(({ long, short }) => long ?? short ?? ''));

function randomArguments(random: Random): readonly string[] {
  const verb = random.pick(verbs);
  const own = verb.options.map(({ long, short }) => long ?? short ?? '');
  const rest = random.list(random.between(0, 6), () => {
    const dice = random.next();
    if (dice < 0.35 && own.length > 0) return random.pick(own);
    if (dice < 0.45) return random.pick(flags);
    if (dice < 0.5) return `${random.pick(flags)}=${random.pick(words)}`;
    return random.pick(words);
  });
  return random.chance(0.93) ? [verb.name(), ...rest] : rest;
}
