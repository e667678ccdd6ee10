import { anchorOf, isCertain, optionOf } from './checkedFile.ts';
import type { Rule } from './rule.ts';

export const watchNothing: Rule = {
  code: 'watch-nothing',
  severity: 'warning',
  sentence: 'Nothing is watched: {reason}.',
  about:
    '`watch` is on, and no change can ever restart the app: `ignore_watch` leaves out everything, or none of the watched paths exists.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    watch: true\n    ignore_watch:\n      - "**/*"\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    watch: true\n    ignore_watch:\n      - "**/*.md"\n',
    },
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', watch: ['scr'] }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', watch: ['src'] }],\n};\n",
      facts: { files: ['/shop/server.js', '/shop/src/index.js'] },
    },
  ],
  *find({ tree, apps, facts }) {
    for (const { entry, spec } of apps) {
      const watch = spec?.watch;
      if (watch === null || watch === undefined) continue;
      if (!isCertain(entry.node, 'watch', 'ignore_watch', 'cwd')) continue;
      const { paths, ignore } = watch;
      const all = ignore.find((pattern) => /^(?:\.?\/)?\*\*?(?:\/\*\*?)*\/?$|^\.\/?$/.test(pattern));
      if (all !== undefined && !ignore.some((pattern) => pattern.startsWith('!'))) {
        const { start, end } = optionOf(entry.node, 'ignore_watch')?.value ?? anchorOf(entry.node, tree.text);
        yield { start, end, data: { reason: `"ignore_watch" has "${all}", which is everything` } };
      } else if (paths.every((path) => !/[*?[{]/.test(path) && facts.kindOf(path) === null)) {
        const { start, end } = optionOf(entry.node, 'watch')?.value ?? anchorOf(entry.node, tree.text);
        yield { start, end, data: { reason: 'none of these paths exists' } };
      }
    }
  },
};
