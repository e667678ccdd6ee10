import { findOption } from '../optionTable.ts';
import type { ObjectNode } from '../tree/node.ts';
import { optionOf } from './checkedFile.ts';
import { fix, isWritten, removeProperty, renameKey, replaceValue } from './edits.ts';
import type { Rule } from './rule.ts';

export const optionAlias: Rule = {
  code: 'option-alias',
  severity: 'hint',
  sentence: '"{option}" is another spelling of "{name}".',
  about:
    'Many options have several spellings. The documentation of all tools, and completion, use one of them; readers find it sooner.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', maxRestarts: 5 }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', max_restarts: 5 }],\n};\n",
    },
    {
      file: 'ecosystem.json',
      bad: '{ "apps": [{ "name": "web", "exec": "server.js" }] }',
      good: '{ "apps": [{ "name": "web", "script": "server.js" }] }',
    },
  ],
  *find({ tree, apps }) {
    for (const { entry } of apps) {
      for (const property of entry.node.properties) {
        const { start, end, value: option } = property.key;
        const known = findOption(option);
        if (known === undefined || known.name === option || known.effect !== 'acted on') continue;
        const { name } = known;
        if (isTwice(entry.node, name)) continue;
        const fixes = fix('rename-option', { name }, [renameKey(tree, property, name)]);
        yield { start, end, data: { option, name }, fixes };
      }
    }
  },
};

export const optionTwice: Rule = {
  code: 'option-twice',
  severity: 'warning',
  sentence: '"{option}" has no effect, because "{other}" says the same option.',
  about:
    'One option stands in two spellings. The documented spelling counts in Drover, and otherwise the first; PM2 takes the alias. Remove one of them.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    max_restarts: 5\n    maxRestarts: 9\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    max_restarts: 5\n',
    },
  ],
  *find({ tree, apps }) {
    for (const { entry } of apps) {
      for (const property of entry.node.properties) {
        const { start, end, value: option } = property.key;
        const counts = optionOf(entry.node, findOption(option)?.name ?? '');
        if (counts === undefined || counts.key.value === option) continue;
        const fixes = fix('remove-option', { option }, [removeProperty(tree, property)]);
        yield { start, end, data: { option, other: counts.key.value }, fixes };
      }
    }
  },
};

export const modeOld: Rule = {
  code: 'exec-mode-old',
  severity: 'hint',
  sentence: '"{value}" is an old name of "{mode}".',
  about: '`fork_mode` and `cluster_mode` are old names of `fork` and `cluster`.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "server.js"\nexec_mode = "cluster_mode"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\nexec_mode = "cluster"\n',
    },
  ],
  *find({ tree, apps }) {
    for (const { entry } of apps) {
      const node = optionOf(entry.node, 'exec_mode')?.value;
      if (!isWritten(node) || node.kind !== 'string' || !/^(?:fork|cluster)_mode$/i.test(node.value))
        continue;
      const { start, end, value } = node;
      const mode = value.toLowerCase().replace('_mode', '');
      const fixes = fix('use-value', { value: `"${mode}"` }, [replaceValue(tree, node, mode)]);
      yield { start, end, data: { value, mode }, fixes };
    }
  },
};

function isTwice(app: ObjectNode, name: string): boolean {
  return (
    new Set(app.properties.map(({ key }) => key.value).filter((key) => findOption(key)?.name === name)).size >
    1
  );
}
