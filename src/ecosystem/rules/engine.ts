import type { ValuePath } from '../report.ts';
import { nodeAtPath } from '../tree/locate.ts';
import type { Node, Span } from '../tree/node.ts';
import type { CheckedApp, CheckedFile } from './checkedFile.ts';
import { anchorOf, firstLine, isCertain, isOpenApp, optionOf } from './checkedFile.ts';
import { isKnown } from './isKnown.ts';
import type { PlacedProblem } from './rule.ts';

/**
 * What the supervisor's own reader says about the file, each with its place. What rests on something that only the
 * run of the file decides is left out.
 */
export function engineProblems(file: CheckedFile): readonly PlacedProblem[] {
  const { tree, problems } = file;
  if (tree.root === null) return [];
  return problems
    .map(({ problem, path }): PlacedProblem => {
      const found = path.length === 0 ? undefined : nodeAtPath(tree.root, path);
      return {
        problem,
        path,
        property: found?.property ?? null,
        node: found?.node ?? null,
        span: spanOf(file, path, problem.code),
      };
    })
    .filter((placed) => isSound(placed, file));
}

/** Problems with a name rather than with a value. */
const aboutKeys = new Set(['option-unknown', 'option-ignored']);

function spanOf({ tree, apps }: CheckedFile, path: ValuePath, code: string): Span {
  for (let length = path.length; length > 0; length--) {
    const found = nodeAtPath(tree.root, path.slice(0, length));
    if (found === undefined) continue;
    const app = apps.find(({ entry }) => entry.node === found.node);
    if (app !== undefined) return anchorOf(app.entry.node, tree.text);
    const { property, node } = found;
    if (property !== null && (aboutKeys.has(code) || node === null || length < path.length))
      return property.key;
    if (node !== null) return node.kind === 'object' && property !== null ? property.key : node;
  }
  return rootSpan(tree.root, tree.text);
}

function rootSpan(root: Node | null, text: string): Span {
  if (root === null) return firstLine({ start: 0, end: text.length }, text);
  const apps = nodeAtPath(root, ['apps'])?.property ?? nodeAtPath(root, ['pm2'])?.property;
  return apps?.key ?? firstLine(root, text);
}

/** What is not seen may just be lost in the part of a text that cannot be read. */
const aboutAbsence = new Set(['file-no-apps', 'script-required', 'app-not-object', 'dependency-unknown']);

function isSound({ problem, node }: PlacedProblem, file: CheckedFile): boolean {
  const { code, data } = problem;
  if (file.tree.syntax.length > 0 && aboutAbsence.has(code)) return false;
  const named = (...names: readonly (string | undefined)[]): readonly CheckedApp[] =>
    file.apps.filter(({ label }) => names.includes(label));
  switch (code) {
    case 'file-no-apps':
      return !mayHoldApps(file.tree.root);
    case 'dependency-unknown':
      return (
        !file.isOpen &&
        file.apps.every(({ isNamed }) => isNamed) &&
        named(data['name']).length === 0 &&
        isKnown(node)
      );
    case 'dependency-circle':
      return !named(...(data['circle'] ?? '').split(' -> ')).some(isOpenApp);
    case 'dependency-endless':
      return named(data['name']).every(({ entry }) => isCertain(entry.node, 'one_shot', 'autorestart'));
    case 'port-conflict':
      return named(data['app'], data['other']).every(({ entry }) =>
        isCertain(entry.node, 'port', 'instances', 'autostart', 'increment_var'),
      );
    case 'script-required':
    case 'name-duplicate':
    case 'option-unknown':
    case 'option-ignored':
      return true;
    default:
      return isKnown(node);
  }
}

/** Whether apps may turn up where none are seen. */
function mayHoldApps(root: Node | null): boolean {
  if (root?.kind === 'unknown') return true;
  if (root?.kind === 'array') return root.isOpen;
  if (root?.kind !== 'object') return false;
  if (root.isOpen) return true;
  return root.properties.some(({ key, value }) => {
    if (['apps', 'pm2', 'default'].includes(key.value)) return !isKnown(value);
    return value?.kind === 'unknown' && optionOf(root, 'script')?.key === key;
  });
}
