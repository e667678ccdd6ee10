import type { SourceTree, SyntaxProblem } from '../tree/sourceTree.ts';
import { fix } from './edits.ts';
import type { Fix, Rule } from './rule.ts';

export const fileSyntax: Rule = {
  code: 'file-syntax',
  severity: 'error',
  about:
    'The text is not valid JSON, YAML or TOML, so none of its apps can be read. JSON may have comments and trailing commas. In YAML, a value that starts with `*`, `&`, `@`, `` ` `` or `%` has to be in quotes: a cron pattern such as `*/5 * * * *` names an anchor otherwise. Syntax of JavaScript and TypeScript is left to the editor.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: report\n    script: report.js\n    cron_restart: */5 * * * *\n',
      good: 'apps:\n  - name: report\n    script: report.js\n    cron_restart: "*/5 * * * *"\n',
    },
  ],
  *find({ tree }) {
    for (const problem of tree.syntax) {
      const { start, end, message } = problem;
      yield { start, end, data: { message }, fixes: quotesFor(tree, problem) };
    }
  },
};

/** YAML values that are none without quotes, such as a cron pattern. */
function quotesFor({ language, text }: SourceTree, { start, end }: SyntaxProblem): readonly Fix[] {
  const value = text.slice(start, end);
  if (language !== 'yaml' || !/^[*&@%`][^"\\\r\n]*$/.test(value)) return [];
  return fix('quote-value', {}, [{ start, end, newText: `"${value}"` }]);
}
