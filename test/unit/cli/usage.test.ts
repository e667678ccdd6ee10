import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command, CommanderError } from 'commander';
import { flagsElsewhere } from '../../../src/cli/elsewhere/flagsElsewhere.ts';
import { verbsElsewhere } from '../../../src/cli/elsewhere/verbsElsewhere.ts';
import { examples } from '../../../src/cli/examples.ts';
import { buildProgram, runCommandLine } from '../../../src/cli/program.ts';
import { verbs } from '../../../src/cli/verbList.ts';
import { splitWords } from '../../../src/ecosystem/splitWords.ts';
import { fakeWorld } from './fakeWorld.ts';

const terminalWidth = 80;

test('what PM2 has and Drover has not is answered by one sentence, with 2', async (t) => {
  for (const [verb, sentence] of Object.entries(verbsElsewhere)) {
    const world = await fakeWorld(t);
    assert.equal(await runCommandLine(world, [verb]), 2, verb);
    assert.equal(world.err(), `${sentence}\n`);
    assert.equal(world.out(), '');
  }
  const program = await buildProgram(await fakeWorld(t), async () => undefined);
  const own = program.commands.flatMap((verb) => [verb.name(), ...verb.aliases()]);
  for (const verb of own) assert.ok(!Object.hasOwn(verbsElsewhere, verb), `"${verb}" is a verb by now`);
});

test('a flag of PM2 that a verb does not know is answered, also with a value and before the verb', async (t) => {
  const cases = [
    { args: ['ping', '--silent'], sentence: flagsElsewhere['--silent'] },
    { args: ['-s', 'ping'], sentence: flagsElsewhere['-s'] },
    { args: ['ping', '--parallel=2'], sentence: flagsElsewhere['--parallel'] },
    { args: ['kill', '--no-daemon'], sentence: flagsElsewhere['--no-daemon'] },
  ];
  for (const { args, sentence } of cases) {
    const world = await fakeWorld(t);
    assert.equal(await runCommandLine(world, args), 2, args.join(' '));
    assert.equal(world.err(), `${sentence}\n`);
  }
});

test('a verb is loaded by every name that it has, and alone', async (t) => {
  const listed = Object.values(verbs).flat();
  for (const { names, add } of listed) {
    const program = new Command();
    await add({ program, world: await fakeWorld(t), run: async () => undefined });
    const added = program.commands.flatMap((verb) => [verb.name(), ...verb.aliases()]);
    assert.deepEqual(names, added);
  }
  const all = listed.flatMap(({ names }) => names);
  assert.equal(new Set(all).size, all.length);
  const alone = await buildProgram(await fakeWorld(t), async () => undefined, 'ls');
  assert.deepEqual(
    alone.commands.map((verb) => verb.name()),
    ['list'],
  );
});

test('what is misspelled is answered by the nearest, and the rest by where to look', async (t) => {
  const cases = [
    { args: ['lisst'], sentence: 'Drover has no verb "lisst". Did you mean "drover list"?' },
    { args: ['frobnicate'], sentence: 'Drover has no verb "frobnicate". "drover help" lists the verbs.' },
    { args: ['list', '--jsn'], sentence: '"drover list" has no option --jsn. Did you mean --json?' },
    {
      args: ['ls', '--yaml=1'],
      sentence: '"drover list" has no option --yaml. "drover list --help" lists its options.',
    },
    {
      args: ['export', 'kubernets'],
      sentence: '"drover export" knows no "kubernets". Did you mean "drover export kubernetes"?',
    },
    { args: ['stop'], sentence: 'Missing required argument \'target\'. See "drover stop --help".' },
  ];
  for (const { args, sentence } of cases) {
    const world = await fakeWorld(t);
    assert.equal(await runCommandLine(world, args), 2, args.join(' '));
    assert.equal(world.err(), `${sentence}\n`);
  }
});

test('without a verb the help is the answer, and it is no error', async (t) => {
  const world = await fakeWorld(t);
  assert.equal(await runCommandLine(world, []), 0);
  assert.match(world.out(), /^Usage: drover/);
  assert.equal(world.err(), '');
});

test('every verb has a description and examples, and no line of a help is wider than 80 columns', async (t) => {
  const program = await buildProgram(await fakeWorld(t), async () => undefined);
  for (const words of [[], ...namesOf(program)]) {
    const args = [...words, '--help'];
    const world = await fakeWorld(t);
    assert.equal(await runCommandLine(world, args), 0, args.join(' '));
    const wide = world
      .out()
      .split('\n')
      .filter((line) => line.length > terminalWidth);
    assert.deepEqual(wide, [], args.join(' '));
  }
  for (const verb of program.createHelp().visibleCommands(program)) {
    assert.notEqual(verb.description(), '', verb.name());
    if (verb.name() !== 'help') assert.ok((examples[verb.name()] ?? []).length > 0, verb.name());
  }
});

test('every example is a command line that the program takes', async (t) => {
  for (const [verb, own] of Object.entries(examples)) {
    for (const { line } of own) {
      const command = line.split(' | ').find((part) => part.startsWith('drover ')) ?? '';
      const [, ...args] = splitWords(command.replace(/ >+ .*/, ''));
      const program = await buildProgram(await fakeWorld(t), async () => undefined);
      let taken = '';
      forEachVerb(program, (one, names) => one.action(() => void (taken = names[0] ?? '')));
      const asksForHelp = args.includes('--help');
      await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => {
        if (!asksForHelp || !(error instanceof CommanderError) || error.exitCode !== 0) throw error;
        taken = args[0] ?? '';
      });
      assert.equal(taken, verb, line);
    }
  }
});

/** The words of every verb, those of verbs that have verbs themselves included. */
function namesOf(program: Command): readonly (readonly string[])[] {
  const all: (readonly string[])[] = [];
  forEachVerb(program, (_verb, names) => all.push(names));
  return all;
}

function forEachVerb(
  command: Command,
  visit: (verb: Command, names: readonly string[]) => unknown,
  names: readonly string[] = [],
): void {
  for (const verb of command.commands) {
    const own = [...names, verb.name()];
    if (verb.commands.length === 0) visit(verb, own);
    forEachVerb(verb, visit, own);
  }
}
