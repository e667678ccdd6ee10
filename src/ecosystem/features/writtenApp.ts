import { dirname } from 'node:path';
import type { AppSpec } from '../appSpec.ts';
import { defaultApp } from '../defaultApp.ts';
import { normaliseApp } from '../normaliseApp.ts';
import { isRecord } from '../optionReader.ts';
import { findOption } from '../optionTable.ts';
import type { ValuePath } from '../report.ts';
import { appsOf } from '../tree/appsOf.ts';
import type { AppEntry } from '../tree/appsOf.ts';
import type { Node } from '../tree/node.ts';
import { plainValue } from '../tree/plainValue.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { FeatureFacts, RunningApp } from './featureFacts.ts';

type Place = Pick<FeatureFacts, 'path' | 'dialect'>;

/** An app of the text with what it comes to, as far as that can be told without running the file. */
export interface WrittenApp {
  readonly entry: AppEntry;
  /** As it is called when it runs; null when only a run of the file tells, as in a template. */
  readonly name: string | null;
  /** By what is known; null when there is nothing to run. */
  readonly spec: AppSpec | null;
  /** Where relative paths start; null when only a run tells. */
  readonly cwd: string | null;
}

interface Reading extends Place {
  readonly apps: readonly WrittenApp[];
}

/** An editor asks for many things of one text; its apps are read once. */
const readings = new WeakMap<SourceTree, Reading>();

/** Every app of a text, in its order. */
export function writtenApps(tree: SourceTree, { path, dialect }: Place): readonly WrittenApp[] {
  const known = readings.get(tree);
  if (known?.path === path && known.dialect === dialect) return known.apps;
  const apps = appsOf(tree.root).map((entry) => readApp(entry, { path, dialect }));
  readings.set(tree, { path, dialect, apps });
  return apps;
}

/** The app that a path leads into; undefined outside of apps. */
export function appAtPath(tree: SourceTree, path: ValuePath, place: Place): WrittenApp | undefined {
  return writtenApps(tree, place).find(({ entry }) => entry.path.every((key, index) => key === path[index]));
}

/** What runs of an app; undefined when nobody knows. */
export function runningOf(
  app: WrittenApp,
  { running }: Pick<FeatureFacts, 'running'>,
): RunningApp | undefined {
  return app.name === null ? undefined : running.find(({ name }) => name === app.name);
}

/** The value of an option in any of its spellings; of several the documented one counts, as in the normaliser. */
export function optionNode({ node }: AppEntry, name: string): Node | null | undefined {
  const written = node.properties.filter(({ key }) => findOption(key.value)?.name === name);
  return (written.findLast(({ key }) => key.value === name) ?? written[0])?.value;
}

function readApp(entry: AppEntry, { path, dialect }: Place): WrittenApp {
  const folder = dirname(path);
  const value = plainValue(entry.node);
  const raw = {
    ...(entry.name === null ? {} : { name: entry.name.value }),
    ...(isRecord(value) ? value : {}),
  };
  const hidesScript = optionNode(entry, 'script')?.kind === 'unknown' || entry.node.isOpen;
  // With a script in the base, none is missing.
  const base: AppSpec = { ...defaultApp, file: path, dialect, cwd: folder, script: hidesScript ? '?' : '' };
  const spec = normaliseApp(raw, { base, folder, path: entry.path, report: () => undefined });
  const cwd = optionNode(entry, 'cwd')?.kind === 'unknown' ? null : (spec?.cwd ?? folder);
  return { entry, name: nameOf(entry, spec), spec, cwd };
}

function nameOf(entry: AppEntry, spec: AppSpec | null): string | null {
  const { node } = entry;
  if (node.isTemplate === true || optionNode(entry, 'name')?.kind === 'unknown') return null;
  const written = entry.name?.value.trim() ?? '';
  if (written !== '') return written;
  // What is spread in may bring a name.
  return node.isOpen ? null : spec?.name || null;
}
