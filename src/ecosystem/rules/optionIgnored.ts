import { fix, removeProperty } from './edits.ts';
import type { Rule } from './rule.ts';

export const optionIgnored: Rule = {
  code: 'option-ignored',
  severity: 'info',
  about:
    'The option belongs to hosted monitoring, to modules or to the insides of PM2. Drover accepts it and does nothing with it.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [\n    {\n      name: 'web',\n      script: 'server.js',\n      pmx: false,\n    },\n  ],\n};\n",
      good: "module.exports = {\n  apps: [\n    {\n      name: 'web',\n      script: 'server.js',\n    },\n  ],\n};\n",
    },
  ],
  refine({ property }, { tree }) {
    if (property === null) return {};
    const data = { option: property.key.value };
    return { fixes: fix('remove-option', data, [removeProperty(tree, property)], { isPreferred: false }) };
  },
};
