import { findOption } from '../optionTable.ts';
import type { Rule } from './rule.ts';

const tools = { pm2: 'PM2', pmdaemon: 'PMDaemon' } as const;

export const optionForeign: Rule = {
  code: 'option-foreign',
  severity: 'hint',
  sentence: '{tool} does not know "{option}" and leaves it out. Drover acts on it.',
  about:
    'The option belongs to another tool than the one whose file this is, or to Drover itself. It works here, and does nothing when others run the file with that tool. [options.md](options.md) says whose each option is.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', kill_signal: 'SIGTERM' }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js' }],\n};\n",
    },
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "server.js"\ncron_restart = "0 3 * * *"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\n',
    },
  ],
  *find({ apps, dialect }) {
    for (const { entry } of apps) {
      for (const { key } of entry.node.properties) {
        const option = findOption(key.value);
        if (option === undefined || option.effect !== 'acted on' || option.origins.includes(dialect))
          continue;
        // Of this one PM2 makes something else.
        if (option.name === 'env_file' && dialect === 'pm2') continue;
        const { start, end, value } = key;
        yield { start, end, data: { tool: tools[dialect], option: value } };
      }
    }
  },
};
