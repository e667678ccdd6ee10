import { fix, removeProperty, renameKey } from './edits.ts';
import { isMisplaced } from './misplaced.ts';
import type { Rule } from './rule.ts';

/** What people write for an option that is called otherwise, beyond mistyped letters. */
const otherNames: Readonly<Record<string, string>> = {
  auto_restart: 'autorestart',
  restart: 'autorestart',
  environment: 'env',
  working_directory: 'cwd',
  workers: 'instances',
  replicas: 'instances',
  entrypoint: 'script',
  main: 'script',
  stop_signal: 'kill_signal',
  healthcheck: 'health_check',
};

export const optionUnknown: Rule = {
  code: 'option-unknown',
  severity: 'warning',
  about:
    'No tool knows an option of this name, so it has no effect. PM2 and PMDaemon leave it out without a word. Keys that begin with `x-` or `$` are for your own notes and are never reported.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', auto_restart: true }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', autorestart: true }],\n};\n",
    },
  ],
  refine({ problem, path, property }, { tree }) {
    if (property === null) return {};
    const key = property.key.value;
    const isOption = path.length < 2 || typeof path.at(-2) === 'number' || path.at(-2) === 'dev';
    if (isOption && isMisplaced(key)) return null;
    const near = isOption && Object.hasOwn(otherNames, key) ? otherNames[key] : problem.data['suggestion'];
    const remove = fix('remove-option', { option: key }, [removeProperty(tree, property)], {
      isPreferred: false,
    });
    if (near === undefined || near === '') return { fixes: remove };
    const rename = fix('rename-option', { name: near }, [renameKey(tree, property, near)]);
    const data = { ...problem.data, suggestion: near };
    return { data, fixes: [...rename, ...remove] };
  },
};
