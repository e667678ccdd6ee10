import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flagsElsewhere } from '../../../src/cli/elsewhere/flagsElsewhere.ts';
import { verbsElsewhere } from '../../../src/cli/elsewhere/verbsElsewhere.ts';
import { examples } from '../../../src/cli/examples.ts';
import { buildProgram, runCommandLine } from '../../../src/cli/program.ts';
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
  const program = buildProgram(await fakeWorld(t), async () => undefined);
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

test('what is misspelled is answered by the nearest, and the rest by where to look', async (t) => {
  const cases = [
    { args: ['lisst'], sentence: 'Drover has no verb "lisst". Did you mean "drover list"?' },
    { args: ['frobnicate'], sentence: 'Drover has no verb "frobnicate". "drover help" lists the verbs.' },
    { args: ['list', '--jsn'], sentence: '"drover list" has no option --jsn. Did you mean --json?' },
    {
      args: ['ls', '--yaml=1'],
      sentence: '"drover list" has no option --yaml. "drover list --help" lists its options.',
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
  const program = buildProgram(await fakeWorld(t), async () => undefined);
  const texts = [['help'], ...program.commands.map((verb) => [verb.name(), '--help'])];
  for (const args of texts) {
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
      const [, ...args] = splitWords(command);
      const program = buildProgram(await fakeWorld(t), async () => undefined);
      let taken = '';
      for (const one of program.commands) one.action(() => void (taken = one.name()));
      await program.parseAsync(args, { from: 'user' });
      assert.equal(taken, verb, line);
    }
  }
});
