import { nodeAtPath } from '../tree/locate.ts';
import { firstLine } from './checkedFile.ts';
import type { Rule } from './rule.ts';

export const appRemoved: Rule = {
  code: 'app-removed',
  severity: 'warning',
  sentence:
    '"{app}" runs and is no longer in this file. Stop it, or put it back; "drover start --prune" stops it.',
  about:
    'An app of this file runs, and the file does not name it any more: it was removed or renamed. Drover leaves it running until somebody stops it.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "shop"\nscript = "server.js"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\n',
      facts: { runningApps: ['web'] },
    },
  ],
  *find({ tree: { root, text, syntax }, apps, isOpen, facts }) {
    if (root === null || isOpen || syntax.length > 0 || apps.some(({ isNamed }) => !isNamed)) return;
    const names = new Set(apps.map(({ label }) => label));
    const holder = nodeAtPath(root, ['apps'])?.property?.key ?? firstLine(root, text);
    for (const app of facts.runningApps) {
      if (!names.has(app)) yield { start: holder.start, end: holder.end, data: { app } };
    }
  },
};
