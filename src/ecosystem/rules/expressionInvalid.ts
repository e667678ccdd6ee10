import type { Rule } from './rule.ts';

export const expressionInvalid: Rule = {
  code: 'expression-invalid',
  severity: 'warning',
  about:
    'A pattern that begins with `re:`, or a regular expression of a JavaScript file, cannot be read. It leaves nothing out until it is corrected.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{ "apps": [{ "name": "web", "script": "server.js", "watch": true, "ignore_watch": ["re:/(tmp/"] }] }',
      good: '{ "apps": [{ "name": "web", "script": "server.js", "watch": true, "ignore_watch": ["re:/(tmp)/"] }] }',
    },
  ],
};
