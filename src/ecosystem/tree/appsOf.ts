import { findApps } from '../findApps.ts';
import type { ValuePath } from '../report.ts';
import { nodeAtPath } from './locate.ts';
import type { Node, ObjectNode, PropertyNode, StringNode } from './node.ts';
import { propertyOf } from './node.ts';
import { plainValue } from './plainValue.ts';

/** One app of an ecosystem file, as it is written. */
export interface AppEntry {
  readonly node: ObjectNode;
  readonly path: ValuePath;
  /** Its name as far as it is written: the value of `name`, or the key in `{ apps: { web: … } }`; else null. */
  readonly name: StringNode | null;
  /** Of an app that is named by its key: the property that holds it. */
  readonly property: PropertyNode | null;
}

/**
 * The apps that can be seen in a tree, in the order of the file. A template counts as one. `value` is what the tree
 * stands for, where that is known already.
 */
export function appsOf(root: Node | null, value: unknown = plainValue(root)): readonly AppEntry[] {
  return (findApps(value) ?? []).flatMap(({ path }): AppEntry[] => {
    const found = nodeAtPath(root, path);
    if (found?.node?.kind !== 'object') return [];
    const { node, property } = found;
    const isNamedByKey = property !== null && !isRootKey(path);
    const name = propertyOf(node, 'name')?.value ?? (isNamedByKey ? property.key : null);
    return [
      { node, path, name: name?.kind === 'string' ? name : null, property: isNamedByKey ? property : null },
    ];
  });
}

/** `{ apps: { script } }` is one app without a name, not one that is named "apps". */
function isRootKey(path: ValuePath): boolean {
  return path.every((key) => key === 'apps' || key === 'pm2' || key === 'default');
}
