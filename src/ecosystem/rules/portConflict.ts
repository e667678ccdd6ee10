import type { Rule } from './rule.ts';

export const portConflict: Rule = {
  code: 'port-conflict',
  severity: 'warning',
  about:
    'Two apps of the file want the same `port`, so the second one to start fails. An app with `autostart: false` is left out, since it is often another way to run one of the others.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "server.js"\nport = "3000-3002"\ninstances = 3\n\n[[apps]]\nname = "admin"\nscript = "admin.js"\nport = "3002"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\nport = "3000-3002"\ninstances = 3\n\n[[apps]]\nname = "admin"\nscript = "admin.js"\nport = "3003"\n',
    },
  ],
};
