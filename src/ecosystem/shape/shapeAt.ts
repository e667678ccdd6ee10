import type { Dialect } from '../appSpec.ts';
import { findOption } from '../optionTable.ts';
import type { ValuePath } from '../report.ts';
import type { Node } from '../tree/node.ts';
import { propertyOf } from '../tree/node.ts';
import { appShape, rootShape } from './rootMembers.ts';
import { itemsOf, memberOf, membersOf } from './shape.ts';
import type { Shape } from './shape.ts';

/**
 * What may stand at a path of an ecosystem file; undefined where nothing is known, as below an unknown option.
 * `root`, what the file says, tells a single app from a file with apps and from apps by name; without it, keys tell.
 */
export function shapeAt(path: ValuePath, dialect: Dialect, root: Node | null = null): Shape | undefined {
  let node: Node | null = root;
  let depth = 0;
  for (; isWrapper(path[depth]) && !isApp(node); depth++) node = childOf(node, String(path[depth]));
  let shape: Shape | undefined = depth === 0 ? rootShape(dialect) : below(rootShape(dialect), 'apps');
  if (isApp(node) || isOptionOfSingleApp(node, path[depth], depth)) shape = appShape(dialect);
  for (const key of path.slice(depth)) shape = below(shape, key);
  return shape;
}

function below(shape: Shape | undefined, key: string | number): Shape | undefined {
  if (typeof key === 'number') return itemsOf(shape);
  const members = membersOf(shape);
  return members === undefined ? undefined : memberOf(members, key)?.shape;
}

/** The keys that apps stand under; see `findApps`. */
function isWrapper(key: string | number | undefined): boolean {
  return key === 'apps' || key === 'pm2' || key === 'default';
}

function isApp(node: Node | null): boolean {
  return (
    node?.kind === 'object' &&
    !['apps', 'pm2'].some((key) => propertyOf(node, key)) &&
    ['script', 'exec', 'cmd', 'command'].some((key) => propertyOf(node, key))
  );
}

/** An option where an app must be a single one, whose script is not written yet: `{ name: "web" }`. */
function isOptionOfSingleApp(node: Node | null, key: string | number | undefined, depth: number): boolean {
  if (typeof key !== 'string' || findOption(key) === undefined) return false;
  if (node?.kind !== 'object') return true;
  // In `{ apps: { watch: { script } } }` it is the name of an app.
  if (depth > 0) return propertyOf(node, key)?.value?.kind !== 'object';
  return !['apps', 'pm2', 'default'].some((wrapper) => propertyOf(node, wrapper));
}

function childOf(node: Node | null, key: string): Node | null {
  return node?.kind === 'object' ? (propertyOf(node, key)?.value ?? null) : null;
}
