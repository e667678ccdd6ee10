import type { OptionOrigin } from '../options/option.ts';
import { prose } from '../features/markdown.ts';
import { findOption } from '../optionTable.ts';
import { describeShape } from '../schema/describeShape.ts';
import type { Member, Members, Shape } from '../shape/shape.ts';
import { printKey } from '../write/printScalar.ts';
import type { Draft } from './completionItem.ts';
import type { Context } from './context.ts';
import { dependable } from './dynamicValues.ts';
import { startOf } from './placeholders.ts';
import { propertiesSnippet, withStops } from './snippet.ts';
import { appSnippets, frequentOptions, optionSnippets } from './templates.ts';

/** What an object has already. */
export interface Written {
  readonly keys: readonly string[];
  /** Only the name is to be written. */
  readonly hasValue: boolean;
  /** Values of siblings, for names that make sense beside some of them only. */
  readonly valueOf: (name: string) => unknown;
}

/** The names that an object may have and has not. */
export function keyDrafts(members: Members, written: Written, context: Context): readonly Draft[] {
  const has = (member: Member): boolean =>
    [member.name, ...member.aliases].some((spelling) => written.keys.includes(spelling));
  return members.named
    .filter((member) => !member.isIgnored && !has(member) && fits(member, written))
    .map((member) => keyDraft(member, written, context));
}

function keyDraft({ name, group, shape, isForeign }: Member, written: Written, context: Context): Draft {
  const place = frequentOptions.indexOf(name);
  const rank = place === -1 || shape.option === null ? `5${group}` : `2${String(place).padStart(2, '0')}`;
  return {
    label: name,
    kind: 'property',
    detail: detailOf(shape, isForeign),
    documentation: documentationOf(shape),
    ...propertyText(name, shape, written, context),
    rank: isForeign ? rank.replace(/^5/, '6') : rank,
  };
}

/** A name, with a first value behind it where it has none. */
function propertyText(
  name: string,
  shape: Shape,
  { hasValue }: Pick<Written, 'hasValue'>,
  { style, layout }: Context,
): Pick<Draft, 'text' | 'retriggers'> {
  const isInFlow = style.language === 'yaml' && layout.isInline;
  const key = withStops({ [name]: 1 }, style, (marked) =>
    printKey(Object.keys(marked ?? {})[0] ?? '', style, isInFlow),
  );
  if (hasValue) return { text: key };
  const [app] = appSnippets;
  if (shape.type === 'list of apps' && app !== undefined) {
    return { text: propertiesSnippet({ [name]: [app.app] }, style, layout) };
  }
  const { text, retriggers } = startOf(shape, style, layout);
  const separator = style.language === 'toml' ? ' = ' : /^[\r\n]/.test(text) ? ':' : ': ';
  return { text: key + separator + text, retriggers };
}

function fits({ only }: Member, { valueOf }: Written): boolean {
  if (only === undefined) return true;
  const value = valueOf(only.where);
  return typeof value !== 'string' || value === '' || only.is.includes(value.toLowerCase());
}

const tools: Readonly<Record<OptionOrigin, string>> = { pm2: 'PM2', pmdaemon: 'PMDaemon', drover: 'Drover' };

/** `time in ms · default 1600`, and whose option it is where the file's own tool does not know it. */
export function detailOf(shape: Shape, isForeign = false): string {
  const { type, default: usual, option } = shape;
  const parts = [type.replaceAll('`', '')];
  if (usual !== null && !(typeof usual === 'string' && usual.includes(' '))) parts.push(`default ${usual}`);
  if (isForeign && option !== null)
    parts.push(`${option.origins.map((origin) => tools[origin]).join(', ')} only`);
  return parts.join(' · ');
}

export function documentationOf(shape: Shape): string {
  const text = describeShape(shape)['markdownDescription'];
  return typeof text === 'string' ? prose(text) : '';
}

/** Groups of options for an app that has none of a group, and the variables of a profile. */
export function optionSnippetDrafts(written: Written, context: Context): readonly Draft[] {
  if (written.hasValue) return [];
  const { style, layout, apps } = context;
  const names = new Set(written.keys.map((key) => findOption(key)?.name ?? key));
  const own = optionSnippets
    .filter(({ options }) => Object.keys(options).every((name) => !names.has(name)))
    .map(({ label, description, options }): Draft => ({
      label,
      kind: 'snippet',
      detail: Object.keys(options).join(', '),
      documentation: description,
      text: propertiesSnippet(options, style, layout),
      rank: '4',
    }));
  const others = apps.flatMap(({ node }) => node.properties.map(({ key }) => key.value));
  const used = others.filter(
    (key) => /^env_\S+$/.test(key) && findOption(key) === undefined && !names.has(key),
  );
  const profiles = [...new Set(used)].map((key): readonly [string, string] => [key, key]);
  return [...own, ...[...profiles, ['env_<profile>', 'env_${1:production}'] as const].map(profileDraft)];

  function profileDraft([label, key]: readonly [string, string]): Draft {
    return {
      label,
      kind: 'snippet',
      detail: 'variables of a profile',
      documentation: 'Variables that apply over `env` when the app is started with this profile.',
      text: propertiesSnippet({ [key]: { NODE_ENV: '${2:production}' } }, style, layout),
      rank: label.includes('<') ? '4' : '3',
    };
  }
}

/** An app whose name is its key. */
const namedApp = { script: '${2:server.js}' };

/** Names that the user makes up, of environments and apps; those of apps that there are for `depends_on`. */
export function patternDrafts(members: Members, written: Written, context: Context): readonly Draft[] {
  const { style, layout } = context;
  return members.patterned.flatMap(({ name, shape }): readonly Draft[] => {
    if (name === null || !/^<\w+>$/.test(name)) return [];
    if (shape.type === 'condition') return dependencyDrafts(shape, written, context);
    const isApp = shape.type === 'app' && !written.hasValue;
    // Before a first value, whose stop is the first.
    const stop = `\${${isApp ? 1 : 2}:${name.slice(1, -1)}}`;
    return [
      {
        label: name,
        kind: 'snippet',
        detail: detailOf(shape),
        documentation: documentationOf(shape),
        ...(isApp
          ? { text: propertiesSnippet({ [stop]: namedApp }, style, layout) }
          : propertyText(stop, shape, written, context)),
        rank: '7',
      },
    ];
  });
}

function dependencyDrafts(shape: Shape, written: Written, context: Context): readonly Draft[] {
  return dependable(context)
    .filter((name) => !written.keys.includes(name))
    .map((name) => ({
      label: name,
      kind: 'app',
      detail: 'app of this file',
      ...propertyText(name, shape, written, context),
      rank: '1',
    }));
}
