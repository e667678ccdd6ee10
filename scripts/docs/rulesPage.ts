import { extname } from 'node:path';
import { findOption } from '../../src/ecosystem/optionTable.ts';
import type { Rule, RuleExample } from '../../src/ecosystem/rules/rule.ts';
import { ruleGroups } from '../../src/ecosystem/rules/rules.ts';
import { problemTexts } from '../../src/protocol/problems.ts';

/** The text of docs/rules.md: every rule with what it says, why, and an example, in Markdown. */
export function rulesPage(): string {
  const sections = ruleGroups.map(({ title, rules }) =>
    [`## ${title}`, ...rules.flatMap(ruleSection)].join('\n\n'),
  );
  return [intro, contents(), asWritten, ...sections, '<!-- prettier-ignore-end -->'].join('\n\n') + '\n';
}

/** The examples are what the rules are tested with, letter by letter. */
const asWritten = '<!-- prettier-ignore-start -->';

const intro = `<!-- Made from src/ecosystem/rules/ by "npm run docs": change it there. -->

# Rules for ecosystem files

What Drover says about an ecosystem file without running it, in the editor and by \`drover check\`. Values that only a run of the file gives (\`process.env.PORT\`, calls, spreads of something computed) are never called wrong.

An **error** keeps an app, or the whole file, from starting. A **warning** is about something that has no effect or another one than it seems. An **info** says what another tool makes of the file, and a **hint** is about style. The setting \`drover.rules\` gives each rule another severity or turns it off, as does \`drover check --rule option-alias=off\`:

\`\`\`json
{ "drover.rules": { "option-alias": "off", "pm2-export": "error" } }
\`\`\``;

function contents(): string {
  return ruleGroups
    .map(({ title, rules }) => `- ${title}: ${rules.map(({ code }) => `[\`${code}\`](#${code})`).join(', ')}`)
    .join('\n');
}

function ruleSection({ code, severity, sentence, about, examples }: Rule): string[] {
  const said = sentence ?? problemTexts[code] ?? '';
  return [
    `### \`${code}\``,
    said === '{message}' ? severity : `${severity} · ${asMarkdown(said)}`,
    about,
    ...examples.flatMap((example) => exampleLines(example)),
  ];
}

function exampleLines({ file, bad, good }: RuleExample): string[] {
  const language = extname(file).slice(1);
  return [`\`${file}\`:`, block(language, bad), 'Better:', block(language, good)];
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** Places for data become …, quoted names of options code, and quoted values too. */
function asMarkdown(text: string): string {
  const marked = text.replace(/"([^"]+)"/g, (quoted, word: string) => {
    if (word.startsWith('{')) return quoted;
    return findOption(word) === undefined ? `\`${quoted}\`` : `\`${word}\``;
  });
  return marked.replace(/\{\w+\}/g, '…');
}
