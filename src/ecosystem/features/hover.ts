import type { Option } from '../options/option.ts';
import { findOption } from '../optionTable.ts';
import { memberOf, membersOf } from '../shape/shape.ts';
import type { Member, PatternMember, Shape } from '../shape/shape.ts';
import { shapeAt } from '../shape/shapeAt.ts';
import { nodeOf, placeAt } from '../tree/locate.ts';
import type { Place } from '../tree/locate.ts';
import type { Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { FeatureFacts } from './featureFacts.ts';
import { currentValue, stateText } from './hoverState.ts';
import { code, prose } from './markdown.ts';
import { pathMeaning } from './pathsOf.ts';
import { meaningOf } from './valueMeaning.ts';
import { appAtPath, runningOf } from './writtenApp.ts';
import type { WrittenApp } from './writtenApp.ts';

export interface Hover extends Span {
  /** Markdown. What comes from the file or from programs stands in code spans only. */
  readonly markdown: string;
}

/** What is to be said of the key or value at an offset; null where nothing is. */
export function hoverAt(tree: SourceTree, offset: number, facts: FeatureFacts): Hover | null {
  const place = placeAt(tree.root, offset);
  if (place === undefined) return null;
  const node = nodeOf(place);
  if (node.kind === 'object' || node.kind === 'array' || node.kind === 'property') return null;
  const key = place.path.at(-1);
  const shape = shapeAt(place.path, facts.dialect, tree.root);
  if (key === undefined || shape === undefined) return null;
  const app = appAtPath(tree, place.path, facts);
  if (app !== undefined && app.entry.path.length === place.path.length) return nameHover(app, node, facts);
  const topic = { place, key, shape, app, facts, tree };
  const parts = [
    headline(topic),
    prose(shape.description),
    aliasNote(topic),
    written(topic),
    app === undefined ? '' : currentValue(optionOf(topic), place, runningOf(app, facts), facts),
    shape.option === null ? '' : differences(shape.option, facts),
    link(shape, facts),
  ];
  return { start: node.start, end: node.end, markdown: parts.filter((part) => part !== '').join('\n\n') };
}

interface Topic {
  readonly place: Place;
  readonly key: string | number;
  readonly shape: Shape;
  readonly app: WrittenApp | undefined;
  readonly facts: FeatureFacts;
  readonly tree: SourceTree;
}

/** The app whose name is the key it stands under. */
function nameHover(app: WrittenApp, node: Span, facts: FeatureFacts): Hover | null {
  if (app.name === null) return null;
  const running = runningOf(app, facts);
  const state = running === undefined ? facts.t('not started') : stateText(running, facts);
  return { start: node.start, end: node.end, markdown: `**${code(app.name)}** · ${state}` };
}

function optionOf({ shape, app, place }: Topic): Option | null {
  if (shape.option !== null || app === undefined) return shape.option;
  const key = place.path[app.entry.path.length];
  return typeof key === 'string' ? (findOption(key) ?? null) : null;
}

function memberAt({ place, facts, tree }: Topic): Member | PatternMember | undefined {
  const members = membersOf(shapeAt(place.path.slice(0, -1), facts.dialect, tree.root));
  const key = place.path.at(-1);
  return members === undefined || typeof key !== 'string' ? undefined : memberOf(members, key);
}

function headline(topic: Topic): string {
  const { shape, key, facts } = topic;
  const member = memberAt(topic);
  const name = shape.option?.name ?? (typeof key === 'string' ? (member?.name ?? key) : null);
  const words = [
    ...(name === null ? [] : [`**${code(name)}**`]),
    shape.type,
    ...(shape.default === null ? [] : [facts.t('default {0}', defaultText(shape))]),
    ...(member !== undefined && 'isIgnored' in member && member.isIgnored ? [facts.t('has no effect')] : []),
  ];
  return words.join(' · ');
}

function defaultText({ default: value, unit }: Shape): string {
  if (typeof value === 'number')
    return unit === null || unit === undefined ? `\`${value}\`` : `${value} ${unit}`;
  if (typeof value !== 'string') return `\`${String(value)}\``;
  return value.includes(' ') ? prose(value) : `\`"${value}"\``;
}

function aliasNote(topic: Topic): string {
  const { key, shape, facts } = topic;
  const replaced = shape.option?.replacedBy;
  const notes = replaced === undefined ? [] : [facts.t('Use {0} in its place.', code(replaced))];
  const member = memberAt(topic);
  if (typeof key === 'string' && member !== undefined && 'aliases' in member && member.aliases.includes(key))
    notes.push(facts.t('{0} is another spelling of {1}.', code(key), code(member.name)));
  return notes.join(' ');
}

/** What the written value comes to. */
function written(topic: Topic): string {
  const { place, app, facts, tree } = topic;
  const holder = place.chain.findLast((part) => part.kind === 'property');
  const last = nodeOf(place);
  const node = last === holder?.key ? holder.value : last;
  if (node?.kind === 'property') return '';
  const path = pathMeaning(tree, app, node, facts);
  if (path !== null) return path;
  const option = topic.shape.option;
  if (option === null || app === undefined || node === null) return '';
  if (node.kind !== 'string' && node.kind !== 'number' && node.kind !== 'boolean') return '';
  const context = { ...facts, spec: app.spec, running: runningOf(app, facts) };
  const meaning = meaningOf(option, node.value, context);
  return meaning === null ? '' : `${code(JSON.stringify(node.value))}: ${meaning}`;
}

function differences(option: Option, { t }: FeatureFacts): string {
  const { origins, effect, differs } = option;
  const drover = effect === 'acted on' ? t('as described') : t('accepted, without effect');
  const other = (origin: 'pm2' | 'pmdaemon', isSubject: boolean): string => {
    if (isSubject && differs !== undefined) return differs;
    return origins.includes(origin) ? t('knows it') : t('does not know it');
  };
  const isPm2s = origins.includes('pm2') || !origins.includes('pmdaemon');
  return [
    `- Drover: ${drover}`,
    `- PM2: ${other('pm2', isPm2s)}`,
    `- PMDaemon: ${other('pmdaemon', !isPm2s)}`,
  ].join('\n');
}

function link({ option }: Shape, { optionsPage, t }: FeatureFacts): string {
  if (option === null || optionsPage === null) return '';
  const section = option.effect === 'acted on' ? option.name.toLowerCase() : 'accepted-and-ignored';
  return `[${t('Documentation')}](${optionsPage}#${section})`;
}
