import { Help } from 'commander';
import type { Command } from 'commander';
import { examples } from '../../src/cli/examples.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { World } from '../../src/cli/world.ts';

/** Nothing is run by it: only what a verb says of itself is asked. */
const nowhere: World = {
  cwd: '/',
  env: {},
  stdout: { write: () => true },
  stderr: { write: () => true },
  version: '',
  join: () => Promise.resolve(null),
  start: () => Promise.reject(new Error('No supervisor is started for a page.')),
  now: () => 0,
};

/** docs/command-line.md: every verb, as the program has it. */
export async function commandLinePage(): Promise<string> {
  const program = await buildProgram(nowhere, async () => undefined);
  const verbs = program.commands.filter((verb) => new Help().visibleCommands(program).includes(verb));
  return [
    '<!-- Made from the command line by "npm run docs": change it there. -->',
    '# Command line',
    'The `drover` command runs the apps of a folder in the same supervisor as the editor. It is on the PATH of the integrated terminal. Whoever knows PM2 or PMDaemon finds what they typed in [from-pm2.md](from-pm2.md).',
    'Targets are apps, instances (`web-2`), their numbers (`drover id`), namespaces, `/regex/` over names, ecosystem files, or `all`. Exit codes: 0 done, 1 failed or nothing matched, 2 wrong usage. `--json` prints one JSON document and nothing else. Colours are for terminals only, and never with `NO_COLOR`; where no terminal reads a table, its columns stay where they are.',
    '<!-- prettier-ignore-start -->',
    ...verbs.flatMap((verb) => sections(verb, ['drover'])),
    '<!-- prettier-ignore-end -->',
  ]
    .join('\n\n')
    .concat('\n');
}

function sections(verb: Command, parents: readonly string[]): string[] {
  const words = [...parents, verb.name()];
  const help = new Help();
  const aliases = verb.aliases().map((alias) => `\`${alias}\``);
  const rows = help
    .visibleOptions(verb)
    .filter(({ long }) => long !== '--help')
    .map(
      (option) =>
        `| \`${option.flags.replaceAll('|', '\\|')}\` | ${cell(described(help.optionDescription(option)))} |`,
    );
  const own = parents.length === 1 ? (examples[verb.name()] ?? []) : [];
  return [
    `## \`${words.join(' ')}\``,
    `${verb.description()}.`.replace(/^./, (first) => first.toUpperCase()),
    ...(aliases.length === 0 ? [] : [`Also: ${aliases.join(', ')}.`]),
    `    ${[...words, verb.usage()].join(' ')}`,
    ...(rows.length === 0 ? [] : [['| Option | What it does |', '|---|---|', ...rows].join('\n')]),
    ...(own.length === 0
      ? []
      : [['```sh', ...own.map(({ line, what }) => `${line} # ${what}`), '```'].join('\n')]),
    ...verb.commands.flatMap((below) => sections(below, words)),
  ];
}

/** That a switch is off says nothing. */
function described(text: string): string {
  return text.replace(/ \(default: (false|\{\})\)$/, '');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
