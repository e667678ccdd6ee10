import { ignoredOptions } from '../../src/ecosystem/options/ignoredOptions.ts';
import type { Option, OptionOrigin } from '../../src/ecosystem/options/option.ts';
import { formNotes, optionForms } from '../../src/ecosystem/options/optionForms.ts';
import { typeWords } from '../../src/ecosystem/options/typeWords.ts';
import { findOption, optionGroups } from '../../src/ecosystem/optionTable.ts';

/** The text of docs/options.md: every option of the table, in Markdown as prettier writes it. */
export function optionsPage(): string {
  const sections = optionGroups.map(({ title, options }) =>
    [`## ${title}`, ...options.flatMap(optionSection), ...(title === 'Environment' ? profiles : [])].join(
      '\n\n',
    ),
  );
  return [intro, contents(), rules, ...sections, ignored()].join('\n\n') + '\n';
}

const intro = `<!-- Made from src/ecosystem/options/ by "npm run docs": change it there. -->

# Options of an app

Every option an app may have in an ecosystem file, whichever tool it comes from. What Drover does otherwise than PM2 and PMDaemon as a whole is in [compatibility.md](compatibility.md).

Editors that know nothing of Drover can check files by the [JSON Schema](../schemas/ecosystem.schema.json) that is made from the same table: with \`"$schema"\` in JSON, or \`# yaml-language-server: $schema=…\` in the first line of YAML.`;

const rules = `## Rules for all options

- Every option may also be written in camelCase: \`max_restarts\` or \`maxRestarts\`. Where one stands twice, the spelling used here wins.
- \`null\` counts as absent; \`0\` and \`false\` mean what they say.
- A time is \`"500ms"\`, \`"5s"\`, \`"1.5s"\`, \`"2m"\`, \`"1h"\` or a number of milliseconds. A size is \`"512M"\`, \`"512MB"\`, \`"1.5G"\`, \`"64KiB"\` or a number of bytes. Numbers and \`true\`/\`false\` may be in quotes.
- Relative paths in \`cwd\` and \`env_file\` start at the folder of the ecosystem file, all others at \`cwd\`.
- An unknown option and a value of the wrong type are reported and left out; the app runs without them. Keys that begin with \`x-\` or \`$\` are for your own use.`;

const profiles = [
  '### `env_<profile>`',
  'object of variables · default none · PM2',
  'Variables that apply over `env` when the app is started with that profile: `env_production` by `drover start --env production`. In DEV_MODE `env_development` applies by itself.',
  '_Differs from PM2:_ `env_file` is an option, and no profile named "file".',
];

function contents(): string {
  return optionGroups
    .map(({ title, options }) => {
      const links = options.map(({ name }) => `[\`${name}\`](#${name.toLowerCase()})`);
      return `- ${title}: ${links.join(', ')}`;
    })
    .join('\n');
}

function optionSection(option: Option): string[] {
  const { name, description, differs, origins } = option;
  const forms = (optionForms[name] ?? []).map(({ written, means }) => `- \`${written}\`: ${means}`);
  const note = formNotes[name];
  const others = origins.includes('pm2') ? 'Differs from PM2' : 'In PM2 and PMDaemon';
  return [
    `### \`${name}\``,
    facts(option),
    inMarkdown(description),
    ...(forms.length === 0 ? [] : [forms.join('\n')]),
    ...(note === undefined ? [] : [note]),
    ...(differs === undefined ? [] : [`_${others}:_ ${differs}`]),
  ];
}

/** `whole number · default 16 · PM2, PMDaemon · also …`. */
function facts({ type, values, aliases, origins, ...option }: Option): string {
  const kind = values === undefined ? typeWords[type] : values.map((value) => `\`"${value}"\``).join(', ');
  const parts = [kind, `default ${defaultText(option)}`, origins.map((origin) => tools[origin]).join(', ')];
  if (aliases.length > 0) parts.push(`also ${aliases.map((alias) => `\`${alias}\``).join(', ')}`);
  return parts.join(' · ');
}

function defaultText({ default: value, unit }: Pick<Option, 'default' | 'unit'>): string {
  if (value === null) return 'none';
  if (typeof value === 'number') return unit === undefined ? `\`${value}\`` : `${value} ${unit}`;
  if (typeof value === 'boolean') return `\`${value}\``;
  return value.includes(' ') ? inMarkdown(value) : `\`"${value}"\``;
}

/** Quoted names of options and quoted values become code. */
function inMarkdown(text: string): string {
  return text.replace(/"([^"]+)"/g, (quoted, word: string) =>
    findOption(word) === undefined ? `\`${quoted}\`` : `\`${word}\``,
  );
}

function ignored(): string {
  const lines = ignoredOptions.map(
    ({ name, origins, description }) =>
      `- \`${name}\` (${origins.map((origin) => tools[origin]).join(', ')}): ${inMarkdown(description)}`,
  );
  return `## Accepted and ignored

These belong to hosted monitoring, to modules or to the insides of another tool. They do no harm in a file and have no effect; the editor says so. The sections \`deploy\` and \`static\` beside \`apps\` are ignored as well.

${lines.join('\n')}`;
}

const tools: Readonly<Record<OptionOrigin, string>> = { pm2: 'PM2', pmdaemon: 'PMDaemon', drover: 'Drover' };
