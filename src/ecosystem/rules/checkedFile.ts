import { dirname } from 'node:path';
import type { AppSpec, Dialect } from '../appSpec.ts';
import { defaultApp } from '../defaultApp.ts';
import { normaliseApp } from '../normaliseApp.ts';
import { isRecord } from '../optionReader.ts';
import { findOption } from '../optionTable.ts';
import type { AppEntry } from '../tree/appsOf.ts';
import { appsOf } from '../tree/appsOf.ts';
import { nodeAtPath } from '../tree/locate.ts';
import type { Node, ObjectNode, PropertyNode, Span } from '../tree/node.ts';
import { plainValue } from '../tree/plainValue.ts';
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
  /** What the file says, with names and scripts put in for those that nobody can know. */
  readonly value: unknown;
  readonly apps: readonly CheckedApp[];
  /** There may be more apps than these, or others. */
  readonly isOpen: boolean;
}

export function checkedFile(
  tree: SourceTree,
  { path, dialect, facts }: { readonly path: string; readonly dialect: Dialect; readonly facts: FileFacts },
): CheckedFile {
  const value = plainValue(tree.root);
  const folder = dirname(path);
  const base: AppSpec = { ...defaultApp, file: path, dialect, cwd: folder };
  const apps = appsOf(tree.root).map((entry): CheckedApp => {
    const raw = valueAt(value, entry.path);
    if (!isRecord(raw)) return { entry, label: labelOf(entry), isNamed: false, spec: null };
    // Not known is not absent: without these every such app would lack its script, and share its name.
    const script = optionOf(entry.node, 'script');
    if (script === undefined ? isOpenNode(entry.node) : !isKnown(script.value)) raw['script'] = unknownScript;
    const isNamed = hasCertainName(entry);
    if (!isNamed) raw['name'] = labelOf(entry);
    else if (entry.name !== null && raw['name'] === undefined) raw['name'] = entry.name.value;
    const spec = normaliseApp(raw, { base, folder, path: entry.path, report: () => undefined });
    return { entry, label: spec?.name ?? entry.name?.value ?? labelOf(entry), isNamed, spec };
  });
  return { tree, path, dialect, facts, value, apps, isOpen: mayHaveMore(tree.root, apps) };
}

/** Stands for a script that is known only when the file runs. */
const unknownScript = './(unknown)';

/** The property that an option is written in, by whichever of its spellings counts. */
export function optionOf(app: ObjectNode, name: string): PropertyNode | undefined {
  let options = optionsOf.get(app);
  if (options === undefined) {
    options = new Map();
    for (const property of app.properties) {
      const option = findOption(property.key.value)?.name;
      if (option === undefined) continue;
      if (property.key.value === option || !options.has(option)) options.set(option, property);
    }
    optionsOf.set(app, options);
  }
  return options.get(name);
}

/** Every rule asks, and nodes never change. */
const optionsOf = new WeakMap<ObjectNode, Map<string, PropertyNode>>();

/** Whether nothing of these options is left to the run of the file: each is known, or is known to be absent. */
export function isCertain(app: ObjectNode, ...names: readonly string[]): boolean {
  return names.every((name) => {
    const property = optionOf(app, name);
    // A spread that nobody can know may set it, before or after.
    return !app.isOpen && (property === undefined || isKnown(property.value));
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
