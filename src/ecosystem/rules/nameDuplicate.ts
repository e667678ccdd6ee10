import { fix, isWritten, replaceValue } from './edits.ts';
import type { Rule } from './rule.ts';

export const nameDuplicate: Rule = {
  code: 'name-duplicate',
  severity: 'error',
  about:
    'Apps are told apart by their names, so the second one of a name is left out. PM2 runs both, gives both the variables of the last one, and starts them again with each `pm2 restart <file>`.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [\n    { name: 'web', script: 'server.js' },\n    { name: 'web', script: 'worker.js' },\n  ],\n};\n",
      good: "module.exports = {\n  apps: [\n    { name: 'web', script: 'server.js' },\n    { name: 'web-2', script: 'worker.js' },\n  ],\n};\n",
    },
  ],
  refine({ problem, node }, { tree, apps }) {
    const wanted = problem.data['name'] ?? '';
    if (!isWritten(node) || node.kind !== 'string') return {};
    const taken = new Set(apps.map(({ label }) => label));
    let number = 2;
    while (taken.has(`${wanted}-${number}`)) number += 1;
    const name = `${wanted}-${number}`;
    return { fixes: fix('rename-app', { name }, [replaceValue(tree, node, name)], { isPreferred: false }) };
  },
};
