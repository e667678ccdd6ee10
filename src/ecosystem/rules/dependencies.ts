import { insertProperties } from '../features/insertProperties.ts';
import { suggest } from '../suggest.ts';
import type { Node, PropertyNode } from '../tree/node.ts';
import type { CheckedFile } from './checkedFile.ts';
import { optionOf } from './checkedFile.ts';
import { fix, removeProperty, renameKey, replaceValue } from './edits.ts';
import type { Edit, Rule } from './rule.ts';

export const dependencyUnknown: Rule = {
  code: 'dependency-unknown',
  severity: 'error',
  about:
    'The app waits for an app that is not in this file, so it would never start. Apps of other files cannot be waited for.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [\n    { name: 'database', script: 'db.js' },\n    { name: 'web', script: 'server.js', depends_on: ['databse'] },\n  ],\n};\n",
      good: "module.exports = {\n  apps: [\n    { name: 'database', script: 'db.js' },\n    { name: 'web', script: 'server.js', depends_on: ['database'] },\n  ],\n};\n",
    },
  ],
  refine({ problem, node }, { tree, apps }) {
    const wanted = problem.data['name'] ?? '';
    const written = dependencyIn(node, wanted);
    if (written === undefined) return {};
    const others = apps.map(({ label }) => label).filter((name) => name !== problem.data['app']);
    const name = suggest(wanted, others);
    const { start, end } = written.kind === 'property' ? written.key : written;
    if (name === undefined) return { start, end };
    const edit =
      written.kind === 'property' ? renameKey(tree, written, name) : replaceValue(tree, written, name);
    return { start, end, fixes: fix('use-app', { name }, [edit]) };
  },
};

export const dependencyCircle: Rule = {
  code: 'dependency-circle',
  severity: 'error',
  about: 'Apps that wait for each other never start. Drover names the whole circle; one wait has to go.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: api\n    script: api.js\n    depends_on: queue\n  - name: queue\n    script: queue.js\n    depends_on: api\n',
      good: 'apps:\n  - name: api\n    script: api.js\n  - name: queue\n    script: queue.js\n    depends_on: api\n',
    },
  ],
  refine({ property }, { tree }) {
    if (property === null) return {};
    const data = { option: property.key.value };
    return { fixes: fix('remove-option', data, [removeProperty(tree, property)], { isPreferred: false }) };
  },
};

export const dependencyEndless: Rule = {
  code: 'dependency-endless',
  severity: 'warning',
  about:
    'Waiting for `completed` makes sense for an app that ends. One that is restarted whenever it exits never completes, so who waits for it never starts.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "server.js"\ndepends_on = { migrate = "completed" }\n\n[[apps]]\nname = "migrate"\nscript = "migrate.js"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\ndepends_on = { migrate = "completed" }\n\n[[apps]]\nname = "migrate"\nscript = "migrate.js"\none_shot = true\n',
    },
  ],
  refine({ problem, node }, file) {
    const name = problem.data['name'] ?? '';
    const written = dependencyIn(node, name);
    const { start, end } = (written?.kind === 'property' ? written.value : written) ??
      node ?? { start: undefined, end: undefined };
    const place = start === undefined || end === undefined ? {} : { start, end };
    return { ...place, fixes: fix('add-one-shot', { name }, oneShotFor(name, file)) };
  },
};

function oneShotFor(name: string, { tree, apps }: CheckedFile): readonly (Edit | null)[] {
  const app = apps.find(({ label }) => label === name)?.entry.node;
  if (app === undefined) return [null];
  const written = optionOf(app, 'one_shot')?.value;
  if (written !== undefined && written !== null) return [replaceValue(tree, written, true)];
  return insertProperties(tree, app, [['one_shot', true]]) ?? [null];
}

/** Where the value of `depends_on` names an app. */
function dependencyIn(node: Node | null, name: string): Node | PropertyNode | undefined {
  if (node?.kind === 'object') return node.properties.find(({ key }) => key.value === name);
  const items = node?.kind === 'array' ? node.items : node === null ? [] : [node];
  return items.find((item) => item.kind === 'string' && item.value === name);
}
