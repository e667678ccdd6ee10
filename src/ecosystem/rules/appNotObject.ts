import type { Rule } from './rule.ts';

export const appNotObject: Rule = {
  code: 'app-not-object',
  severity: 'error',
  about:
    'Each entry of `apps` has to be an object with the options of an app. The others are run without it.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{ "apps": ["server.js"] }',
      good: '{ "apps": [{ "script": "server.js" }] }',
    },
  ],
};
