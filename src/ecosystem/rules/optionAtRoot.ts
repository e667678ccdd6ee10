import { insertWritten } from '../features/insertProperties.ts';
import { findOption } from '../optionTable.ts';
import type { CheckedFile } from './checkedFile.ts';
import { optionOf } from './checkedFile.ts';
import type { PropertyNode } from '../tree/node.ts';
import { fix, removeProperty, textOfProperty } from './edits.ts';
import type { Edit, Fix, Rule } from './rule.ts';

export const optionAtRoot: Rule = {
  code: 'option-at-root',
  severity: 'warning',
  sentence: '"{option}" is an option of an app; beside "{apps}" it has no effect.',
  about:
    'Options stand inside of an app. Beside `apps` they are left out without a word, by PM2, PMDaemon and Drover alike. The fix moves the option into every app that lacks it.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{\n  "instances": 2,\n  "apps": [\n    {\n      "name": "web",\n      "script": "server.js"\n    }\n  ]\n}\n',
      good: '{\n  "apps": [\n    {\n      "name": "web",\n      "script": "server.js",\n      "instances": 2\n    }\n  ]\n}\n',
    },
  ],
  *find(file) {
    const { root } = file.tree;
    if (root?.kind !== 'object') return;
    const apps = root.properties.find(({ key }) => key.value === 'apps' || key.value === 'pm2')?.key.value;
    if (apps === undefined) return;
    for (const property of root.properties) {
      const { start, end, value: option } = property.key;
      const isOption = findOption(option) !== undefined || /^env_\S+$/.test(option);
      if (isOption) yield { start, end, data: { option, apps }, fixes: moveToApps(file, property) };
    }
  },
};

function moveToApps(file: CheckedFile, property: PropertyNode): readonly Fix[] {
  const { tree, apps } = file;
  const option = property.key.value;
  const name = findOption(option)?.name ?? option;
  const lacking = apps.filter(({ entry }) => optionOf(entry.node, name) === undefined);
  if (lacking.length === 0) return fix('remove-option', { option }, [removeProperty(tree, property)]);
  const written = textOfProperty(tree, property);
  return fix('move-to-app', { option }, [
    removeProperty(tree, property),
    ...lacking.flatMap<Edit | null>(({ entry }) => insertWritten(tree, entry.node, written) ?? [null]),
  ]);
}
