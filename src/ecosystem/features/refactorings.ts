import { isNode } from '../interpreterFor.ts';
import { extname } from 'node:path';
import type { ObjectNode, Span } from '../tree/node.ts';
import { nodeOf, placeAt } from '../tree/locate.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { printValue } from '../write/printValue.ts';
import type { PlainValue } from '../write/style.ts';
import type { Edit } from './edit.ts';
import type { FeatureFacts } from './featureFacts.ts';
import { insertProperties, styleOf } from './insertProperties.ts';
import type { Entry } from './insertProperties.ts';
import { literalAt } from './literal.ts';
import { appAtPath, optionNode } from './writtenApp.ts';
import type { WrittenApp } from './writtenApp.ts';

/** A change of a text that one may want, for menus. */
export interface Refactoring {
  readonly id: 'addHealthCheck' | 'addWatch' | 'addDev' | 'makeCluster';
  readonly title: string;
  readonly edits: readonly Edit[];
}

type Facts = Pick<FeatureFacts, 'path' | 'dialect' | 'cpus' | 't'>;

/** What can be added to the app at an offset; none outside of apps. */
export function refactoringsAt(tree: SourceTree, offset: number, facts: Facts): readonly Refactoring[] {
  const place = placeAt(tree.root, offset);
  const app = place === undefined ? undefined : appAtPath(tree, place.path, facts);
  // In an expression the path is that of its owner.
  if (place === undefined || app === undefined || !place.chain.includes(app.entry.node)) return [];
  if (nodeOf(place).kind === 'unknown') return [];
  const { t } = facts;
  const make = (id: Refactoring['id'], title: string, changes: readonly Entry[]): readonly Refactoring[] => {
    const edits = changes.length === 0 ? null : setOptions(tree, app, changes);
    return edits === null ? [] : [{ id, title, edits }];
  };
  return [
    ...make('addHealthCheck', t('Add a health check'), absent(app, 'health_check', healthCheck)),
    ...make('addWatch', t('Restart it when files change'), watchChanges(app)),
    ...make('addDev', t('Add options for DEV_MODE'), absent(app, 'dev', { env: { LOG_LEVEL: 'debug' } })),
    ...make('makeCluster', t('Make it a cluster'), clusterChanges(app, facts)),
  ];
}

const healthCheck: PlainValue = {
  check_type: 'http',
  url: 'http://127.0.0.1:{PORT}/health',
  timeout: 5,
  interval: 30,
  retries: 3,
};

function absent({ entry }: WrittenApp, name: string, value: PlainValue): readonly Entry[] {
  return optionNode(entry, name) === undefined ? [[name, value]] : [];
}

function watchChanges({ entry }: WrittenApp): readonly Entry[] {
  const watch = optionNode(entry, 'watch');
  const isOff = watch === undefined || (watch?.kind === 'boolean' && !watch.value);
  return isOff ? [['watch', true]] : [];
}

/** For Node scripts only: nothing else shares a port by itself. */
function clusterChanges({ entry, spec }: WrittenApp, { dialect, cpus }: Facts): readonly Entry[] {
  if (spec === null || spec.shell) return [];
  const runsNode =
    isNode(spec.interpreter) || (spec.interpreter === null && /^\.[cm]?[jt]s$/.test(extname(spec.script)));
  const isCluster = spec.execMode === 'cluster' && spec.instances.kind !== 'unset';
  const ports = spec.port !== null && spec.port.kind !== 'single';
  if (!runsNode || isCluster || ports) return [];
  const mode = optionNode(entry, 'exec_mode');
  const count = optionNode(entry, 'instances');
  if (mode?.kind === 'unknown') return [];
  // PMDaemon takes numbers only.
  const instances = dialect === 'pm2' ? 'max' : Math.max(2, cpus);
  const isOne = count === undefined || (count?.kind === 'number' && count.value === 1);
  return [
    ...(isOne ? [['instances', instances] as const] : []),
    ...(spec.execMode === 'cluster' ? [] : [['exec_mode', 'cluster'] as const]),
  ];
}

/** Replaces the values of options that are there and writes the others behind them; null where that is not safe. */
function setOptions(
  tree: SourceTree,
  { entry }: WrittenApp,
  changes: readonly Entry[],
): readonly Edit[] | null {
  const replaced = changes.flatMap(([name, value]) => {
    const node = optionNode(entry, name);
    return node === undefined ? [] : [node === null ? null : replaceValue(tree, entry.node, node, value)];
  });
  const missing = changes.filter(([name]) => optionNode(entry, name) === undefined);
  const inserted = missing.length === 0 ? [] : insertProperties(tree, entry.node, missing);
  const edits = replaced.filter((edit) => edit !== null);
  return inserted === null || edits.length < replaced.length ? null : [...edits, ...inserted];
}

function replaceValue(tree: SourceTree, app: ObjectNode, node: Span, value: PlainValue): Edit | null {
  // What stands elsewhere may belong to others as well.
  if (node.start < app.start || node.end > app.end) return null;
  const quote = literalAt(node, tree)?.quote;
  const style = styleOf(tree, app);
  const newText = printValue(value, quote === undefined || quote === '' ? style : { ...style, quote });
  return { start: node.start, end: node.end, newText };
}
