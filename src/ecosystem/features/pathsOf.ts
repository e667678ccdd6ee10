import { dirname, isAbsolute, join, parse } from 'node:path';
import { fillPlaceholders } from '../fillPlaceholders.ts';
import { normaliseApp } from '../normaliseApp.ts';
import { isRecord } from '../optionReader.ts';
import { resolvePath } from '../program.ts';
import { splitWords } from '../splitWords.ts';
import type { Node, ObjectNode, Span, StringNode } from '../tree/node.ts';
import { plainValue } from '../tree/plainValue.ts';
import { propertyOf } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { FeatureFacts } from './featureFacts.ts';
import { literalAt } from './literal.ts';
import { code } from './markdown.ts';
import { countOf } from './valueMeaning.ts';
import { optionNode, runningOf, writtenApps } from './writtenApp.ts';
import type { WrittenApp } from './writtenApp.ts';

/** A path or address that a text names. */
export interface WrittenPath {
  readonly node: StringNode;
  /** The words of the text that name it. */
  readonly span: Span;
  /** Absolute, or an address. */
  readonly target: string;
  readonly kind: 'file' | 'folder' | 'address';
}

type Facts = Pick<FeatureFacts, 'path' | 'dialect' | 'kindOf' | 'running' | 'cpus' | 'now' | 't'>;

/** Every path and address of a text, by the rules of the supervisor; what only a run tells is left out. */
export function pathsOf(tree: SourceTree, facts: Facts): readonly WrittenPath[] {
  const seen = new Set<StringNode>();
  return writtenApps(tree, facts)
    .flatMap((app) => layersOf(app, facts))
    .flatMap((app) => pathsOfApp(app, tree, facts))
    .filter(({ node }) => !seen.has(node) && seen.add(node));
}

/** What a path of an app comes to that is written at a node, in Markdown; null where none is. */
export function pathMeaning(
  tree: SourceTree,
  app: WrittenApp | undefined,
  node: Node | null,
  facts: Facts,
): string | null {
  if (app === undefined) return null;
  const found = layersOf(app, facts)
    .flatMap((layer) => pathsOfApp(layer, tree, facts))
    .find((path) => path.node === node);
  if (found === undefined || found.kind === 'address') return null;
  const kind = facts.kindOf(found.target);
  const note = kind === null ? ` (${facts.t('there is nothing yet')})` : '';
  return `→ ${code(found.target)}${note}`;
}

function layersOf(app: WrittenApp, facts: Facts): readonly WrittenApp[] {
  return [app, ...devLayer(app, facts)];
}

/** The overrides of DEV_MODE as an app of their own. */
function devLayer(app: WrittenApp, { path }: Facts): readonly WrittenApp[] {
  const node = optionNode(app.entry, 'dev');
  const value = node?.kind === 'object' ? plainValue(node) : null;
  if (node?.kind !== 'object' || !isRecord(value) || app.spec === null) return [];
  const folder = dirname(path);
  const spec = normaliseApp(value, { base: app.spec, folder, path: [], report: () => undefined });
  const hasCwd = propertyOf(node, 'cwd')?.value?.kind === 'string';
  const entry = { ...app.entry, node };
  return [{ ...app, entry, spec, cwd: hasCwd ? (spec?.cwd ?? null) : app.cwd }];
}

function pathsOfApp(app: WrittenApp, tree: SourceTree, facts: Facts): readonly WrittenPath[] {
  const folder = dirname(facts.path);
  const { entry, cwd } = app;
  const named = (option: string, base: string | null, kind: 'file' | 'folder'): readonly WrittenPath[] =>
    stringsOf(optionNode(entry, option)).flatMap((node) => {
      const target = absolute(base, node.value);
      return target === null ? [] : [{ node, span: inner(node, tree), target, kind }];
    });
  const interpreters = named('interpreter', cwd, 'file').filter(({ node }) => /[\\/]/.test(node.value));
  const logs = ['out_file', 'error_file', 'log_file', 'pid_file']
    .flatMap((option) => named(option, cwd, 'file'))
    .filter(({ node }) => !['/dev/null', 'NULL'].includes(node.value))
    .map((path) => ({ ...path, target: firstLog(path.target, app, facts) }));
  return [
    ...named('cwd', folder, 'folder'),
    ...named('env_file', folder, 'file'),
    ...interpreters,
    ...logs,
    ...scriptPaths(app, tree, facts),
    ...checkPaths(app, tree, facts),
  ];
}

/** The file of `script: "server.js"`, of `script: "node server.js"`, or of `args: ["server.js"]` after `node`. */
function scriptPaths(
  { entry, spec, cwd }: WrittenApp,
  tree: SourceTree,
  { kindOf }: Facts,
): readonly WrittenPath[] {
  if (spec === null || cwd === null || spec.shell) return [];
  const file = isAbsolute(spec.script) ? spec.script : join(cwd, spec.script);
  const found = ['', '.js', '.cjs', '.mjs', '.json'].find((ending) => kindOf(file + ending) === 'file');
  // A bare word is a command, unless a file has its name.
  if (!isAbsolute(spec.script) && found === undefined) return [];
  const nodes = [...stringsOf(optionNode(entry, 'script')), ...stringsOf(optionNode(entry, 'args'))];
  for (const node of nodes) {
    const word = [node.value.trim(), ...splitWords(node.value)].find(
      (word) => word !== '' && resolvePath(cwd, word) === file,
    );
    if (word === undefined) continue;
    return [{ node, span: wordIn(node, word, tree), target: file + (found ?? ''), kind: 'file' }];
  }
  return [];
}

function checkPaths(app: WrittenApp, tree: SourceTree, facts: Facts): readonly WrittenPath[] {
  const check = optionNode(app.entry, 'health_check');
  if (check?.kind !== 'object') return [];
  const url = textOf(check, 'url');
  const script = textOf(check, 'script');
  const paths: WrittenPath[] = [];
  if (url !== undefined) {
    const target = addressOf(url.value, app, facts);
    if (target !== null) paths.push({ node: url, span: inner(url, tree), target, kind: 'address' });
  }
  const [command] = script === undefined ? [] : splitWords(script.value);
  if (script === undefined || command === undefined || app.cwd === null) return paths;
  const target = resolvePath(app.cwd, command);
  if (/[\\/]/.test(command) || facts.kindOf(target) === 'file')
    paths.push({ node: script, span: wordIn(script, command, tree), target, kind: 'file' });
  return paths;
}

/** The address of the first instance; null while its port is not known. */
function addressOf(url: string, app: WrittenApp, facts: Facts): string | null {
  const running = runningOf(app, facts)?.instances.find(({ port }) => port !== null);
  const spec = app.spec?.port ?? null;
  const port =
    running?.port ??
    (spec === null || spec.kind === 'auto' ? null : spec.kind === 'single' ? spec.port : spec.from);
  const index = running?.index ?? 0;
  const address = fillPlaceholders(url.replace(/\$\{(PORT|INDEX)\}|\{\{(PORT|INDEX)\}\}/g, '{$1$2}'), {
    port,
    index,
  });
  return /^https?:\/\/[^\s{}]+$/i.test(address) ? address : null;
}

/** Several instances that do not share their files have the index in the names of these. */
function firstLog(target: string, app: WrittenApp, facts: Facts): string {
  const count = countOf({ ...facts, spec: app.spec, running: runningOf(app, facts) }) ?? 1;
  if (count <= 1 || app.spec?.logs.merge === true || facts.kindOf(target) === 'file') return target;
  const { dir, name, ext } = parse(target);
  return join(dir, `${name}-0${ext}`);
}

function textOf(object: ObjectNode, key: string): StringNode | undefined {
  const node = propertyOf(object, key)?.value;
  return node?.kind === 'string' && node.value.trim() !== '' ? node : undefined;
}

function stringsOf(node: Node | null | undefined): readonly StringNode[] {
  const nodes = node?.kind === 'array' ? node.items : node ? [node] : [];
  return nodes.filter((item): item is StringNode => item.kind === 'string' && item.value.trim() !== '');
}

function absolute(base: string | null, path: string): string | null {
  if (base === null && !isAbsolute(path) && !path.startsWith('~')) return null;
  return resolvePath(base ?? '/', path.trim());
}

/** A text without its quotes. */
function inner({ start, end }: Span, tree: SourceTree): Span {
  return literalAt({ start, end }, tree)?.inner ?? { start, end };
}

function wordIn(node: StringNode, word: string, tree: SourceTree): Span {
  const span = inner(node, tree);
  const at = tree.text.slice(span.start, span.end).indexOf(word);
  return at === -1 ? span : { start: span.start + at, end: span.start + at + word.length };
}
