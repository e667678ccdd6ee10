import { tomlKeySpans } from '../features/tomlKeys.ts';
import { suggest } from '../suggest.ts';
import { fix, renameKey } from './edits.ts';
import type { Rule } from './rule.ts';

export const fileNoApps: Rule = {
  code: 'file-no-apps',
  severity: 'error',
  about:
    'The file holds nothing that looks like apps. Expected are an object with `apps` (a list, one app, or apps by name), a list of apps, or one app with a `script`. An empty list is a warning.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{ "app": [{ "name": "web", "script": "server.js" }] }',
      good: '{ "apps": [{ "name": "web", "script": "server.js" }] }',
    },
  ],
  refine(_placed, { tree }) {
    if (tree.root?.kind !== 'object') return {};
    const near = tree.root.properties.find(
      ({ key, value }) =>
        (value?.kind === 'array' || value?.kind === 'object') && suggest(key.value, ['apps']) !== undefined,
    );
    if (near === undefined || near.key.value === 'apps') return {};
    const { start, end } = near.key;
    // Every app of a TOML file has a header, and more where it has tables.
    const keys = tree.language === 'toml' ? tomlKeySpans(tree.text, [near.key.value]) : null;
    const edits = keys?.map((key) => ({ ...key, newText: 'apps' })) ?? [renameKey(tree, near, 'apps')];
    return { start, end, fixes: fix('rename-option', { name: 'apps' }, edits) };
  },
};
