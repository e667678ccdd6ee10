import { insertWritten } from '../features/insertProperties.ts';
import { findOption } from '../optionTable.ts';
import type { PropertyNode } from '../tree/node.ts';
import type { CheckedFile } from './checkedFile.ts';
import { optionOf } from './checkedFile.ts';
import { fix, removeProperty, textOfProperty } from './edits.ts';
import type { Edit, Fix, Found, Rule } from './rule.ts';

const healthKeys = new Set(['check_type', 'checkType', 'url', 'timeout', 'interval', 'retries', 'pattern']);
const watchKeys = new Set(['usePolling', 'followSymlinks', 'awaitWriteFinish', 'binaryInterval', 'depth']);

/** The option that a key belongs into, where it stands beside that option; undefined when it is no such key. */
function ownerOf(key: string): 'env' | 'health_check' | 'watch_options' | undefined {
  if (findOption(key) !== undefined) return undefined;
  if (healthKeys.has(key)) return 'health_check';
  if (watchKeys.has(key)) return 'watch_options';
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(key) && key.length > 1 ? 'env' : undefined;
}

/** Whether another rule says of an unknown option where it belongs. */
export function isMisplaced(key: string): boolean {
  return ownerOf(key) !== undefined;
}

export const variableOutsideEnv: Rule = {
  code: 'variable-outside-env',
  severity: 'warning',
  sentence:
    '"{option}" looks like an environment variable, but stands outside of "env", so the app does not get it.',
  about:
    'Variables of an app belong into `env`. Beside the options of the app they have no effect in any tool.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    env:\n      PORT: 3000\n    NODE_ENV: production\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    env:\n      PORT: 3000\n      NODE_ENV: production\n',
    },
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', NODE_ENV: 'production' }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', env: { NODE_ENV: 'production' } }],\n};\n",
    },
  ],
  find: (file) => misplacedIn(file, (owner) => owner === 'env'),
};

export const optionMisplaced: Rule = {
  code: 'option-misplaced',
  severity: 'warning',
  sentence: '"{option}" belongs into "{owner}"; beside it, it has no effect.',
  about:
    'Settings of a health check belong into `health_check`, and those of the watcher into `watch_options`. Beside the options of the app they have no effect.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{\n  "apps": [\n    { "name": "web", "script": "server.js", "watch": true, "usePolling": true }\n  ]\n}\n',
      good: '{\n  "apps": [\n    { "name": "web", "script": "server.js", "watch": true, "watch_options": { "usePolling": true } }\n  ]\n}\n',
    },
  ],
  find: (file) => misplacedIn(file, (owner) => owner !== 'env'),
};

function* misplacedIn(file: CheckedFile, wants: (owner: string) => boolean): Iterable<Found> {
  for (const { entry } of file.apps) {
    for (const property of entry.node.properties) {
      const owner = ownerOf(property.key.value);
      if (owner === undefined || !wants(owner)) continue;
      const { start, end, value: option } = property.key;
      const fixes = moveInto(file, { property, owner, holder: optionOf(entry.node, owner) });
      yield { start, end, data: { option, owner }, fixes };
    }
  }
}

interface Move {
  readonly property: PropertyNode;
  readonly owner: string;
  readonly holder: PropertyNode | undefined;
}

function moveInto({ tree }: CheckedFile, { property, owner, holder }: Move): readonly Fix[] {
  const data = { option: property.key.value, owner };
  if (property.separator === null) return [];
  if (holder === undefined) {
    // One dotted key more would be another table in TOML, and in YAML a block of its own.
    return fix('move-into', data, [wrapped(tree, property, owner)]);
  }
  if (holder.value?.kind !== 'object') return [];
  const written = textOfProperty(tree, property);
  return fix('move-into', data, [
    removeProperty(tree, property),
    ...(insertWritten(tree, holder.value, written) ?? [null]),
  ]);
}

function wrapped(tree: CheckedFile['tree'], property: PropertyNode, owner: string): Edit | null {
  const { text, language } = tree;
  const written = text.slice(property.start, property.end).trimEnd();
  const end = property.start + written.length;
  if (written.includes('\n')) return null;
  if (language === 'toml') return { start: property.start, end, newText: `${owner}.${written}` };
  if (language === 'yaml') return { start: property.start, end, newText: `${owner}: { ${written} }` };
  const name = language === 'json' ? `"${owner}"` : owner;
  return { start: property.start, end, newText: `${name}: { ${written} }` };
}
