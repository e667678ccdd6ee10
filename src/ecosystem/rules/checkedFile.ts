import type { AppSpec, Dialect } from '../appSpec.ts';
import type { Problem } from '../../protocol/model.ts';
import { normaliseEcosystem } from '../normalise.ts';
import { isRecord } from '../optionReader.ts';
import { findOption } from '../optionTable.ts';
import type { ValuePath } from '../report.ts';
import type { AppEntry } from '../tree/appsOf.ts';
import { appsOf } from '../tree/appsOf.ts';
import { nodeAtPath } from '../tree/locate.ts';
import type { Node, ObjectNode, PropertyNode, Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { FileFacts } from './fileFacts.ts';
import { isKnown } from './isKnown.ts';
import { valueAt } from './valueAt.ts';

/** One app as rules see it. */
export interface CheckedApp {
  readonly entry: AppEntry;
  /** Its name, or where it stands: `apps[2]`. */
  readonly label: string;
  /** Whether that is the name it will run by. */
  readonly isNamed: boolean;
  /** What is not known counts as absent; null when there is nothing to run. See `isCertain`. */
  readonly spec: AppSpec | null;
}

/** What rules look at. */
export interface CheckedFile {
  readonly tree: SourceTree;
  /** Absolute. */
  readonly path: string;
  readonly dialect: Dialect;
  readonly facts: FileFacts;
  readonly apps: readonly CheckedApp[];
  /** What the supervisor's own reader says, about the values at these paths. */
  readonly problems: readonly { readonly problem: Problem; readonly path: ValuePath }[];
  /** There may be more apps than these, or others. */
  readonly isOpen: boolean;
}

/** `value` is what the tree stands for. Names and scripts are put into it for those that nobody can know. */
export function checkedFile(
  tree: SourceTree,
  value: unknown,
  { path, dialect, facts }: { readonly path: string; readonly dialect: Dialect; readonly facts: FileFacts },
): CheckedFile {
  const entries = appsOf(tree.root, value).map((entry) => ({ entry, isNamed: fillIn(entry, value) }));
  // The reader asks for the place of each problem once, in their order.
  const paths: ValuePath[] = [];
  const { read, problems } = normaliseEcosystem(value, {
    path,
    dialect,
    locate: (at) => {
      paths.push(at);
      return undefined;
    },
  });
  const specs = new Map(read.map((one) => [JSON.stringify(one.path), one.spec]));
  const apps = entries.map(({ entry, isNamed }): CheckedApp => {
    const spec = specs.get(JSON.stringify(entry.path)) ?? null;
    return { entry, label: spec?.name ?? entry.name?.value ?? labelOf(entry), isNamed, spec };
  });
  return {
    tree,
    path,
    dialect,
    facts,
    apps,
    problems: problems.map((problem, index) => ({ problem, path: paths[index] ?? [] })),
    isOpen: mayHaveMore(tree.root, apps),
  };
}

/**
 * Not known is not absent: without a script and a name in its value each such app would lack its script, and share its
 * name. Returns whether the name is the one that the app will run by.
 */
function fillIn(entry: AppEntry, value: unknown): boolean {
  const raw = valueAt(value, entry.path);
  if (!isRecord(raw)) return false;
  const script = optionOf(entry.node, 'script');
  if (script === undefined ? isOpenNode(entry.node) : !isKnown(script.value)) raw['script'] = unknownScript;
  const isNamed = hasCertainName(entry);
  if (!isNamed) raw['name'] = labelOf(entry);
  else if (entry.name !== null && raw['name'] === undefined) raw['name'] = entry.name.value;
  return isNamed;
}

/** Stands for a script that is known only when the file runs. */
const unknownScript = './(unknown)';

/** The property that an option is written in, by whichever of its spellings counts. */
export function optionOf(app: ObjectNode, name: string): PropertyNode | undefined {
  return optionsOf(app).get(name);
}

/** Every rule asks, and nodes never change. */
const known = new WeakMap<ObjectNode, ReadonlyMap<string, PropertyNode>>();

function optionsOf(app: ObjectNode): ReadonlyMap<string, PropertyNode> {
  const before = known.get(app);
  if (before !== undefined) return before;
  const options = new Map<string, PropertyNode>();
  for (const property of app.properties) {
    const option = findOption(property.key.value)?.name;
    if (option === undefined) continue;
    if (property.key.value === option || !options.has(option)) options.set(option, property);
  }
  known.set(app, options);
  return options;
}

/** Whether nothing of these options is left to the run of the file: each is known, or is known to be absent. */
export function isCertain(app: ObjectNode, ...names: readonly string[]): boolean {
  // A spread that nobody can know may set it, before or after.
  if (app.isOpen) return names.length === 0;
  const options = optionsOf(app);
  return names.every((name) => {
    const property = options.get(name);
    return property === undefined || isKnown(property.value);
  });
}

/** Where a finding about an app as a whole is shown: its name, else its first words. */
export function anchorOf(app: ObjectNode, text: string): Span {
  const first = optionOf(app, 'name')?.value ?? app.properties[0]?.key;
  return first ?? firstLine(app, text);
}

/** The part of a span on its first line. */
export function firstLine({ start, end }: Span, text: string): Span {
  const line = /^[^\r\n]*/.exec(text.slice(start, end))?.[0] ?? '';
  return { start, end: start + line.trimEnd().length };
}

/** Whether something may follow, or stand in the place of, what is known of an app. */
export function isOpenApp({ entry }: CheckedApp): boolean {
  return isOpenNode(entry.node);
}

function isOpenNode({ isOpen, isTemplate }: ObjectNode): boolean {
  return isOpen || isTemplate === true;
}

function hasCertainName({ node, name, property }: AppEntry): boolean {
  if (isOpenNode(node)) return false;
  if (name !== null && (property === null || isKnown(optionOf(node, 'name')?.value ?? null))) return true;
  return isCertain(node, 'name', 'script', 'args', 'cwd', 'interpreter');
}

function labelOf({ path }: AppEntry): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : key)).join('') || 'app';
}

function mayHaveMore(root: Node | null, apps: readonly CheckedApp[]): boolean {
  const paths = new Set(apps.map(({ entry }) => entry.path.slice(0, -1)));
  const holders = [root, ...[...paths].map((path) => nodeAtPath(root, path)?.node ?? null)];
  return (
    holders.some(
      (node) =>
        node?.kind === 'unknown' || ((node?.kind === 'object' || node?.kind === 'array') && node.isOpen),
    ) ||
    holders.some((node) => node?.kind === 'array' && node.items.some((item) => item.kind === 'unknown')) ||
    apps.some(({ entry }) => entry.node.isTemplate === true)
  );
}
