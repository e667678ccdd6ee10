import type { Rule } from './rule.ts';

export const scriptRequired: Rule = {
  code: 'script-required',
  severity: 'error',
  about:
    'An app needs a `script`: the file or the command that it runs. PM2 refuses the whole file without it; Drover runs the other apps.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\n',
    },
  ],
};
