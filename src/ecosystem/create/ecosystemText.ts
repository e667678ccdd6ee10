import type { Dialect } from '../appSpec.ts';
import { tomlHeader } from '../write/printToml.ts';
import { printKey } from '../write/printScalar.ts';
import { printProperty } from '../write/printValue.ts';
import { isObject, usualStyle } from '../write/style.ts';
import type { WriteStyle } from '../write/style.ts';
import type { SourceLanguage } from '../tree/sourceTree.ts';
import { appOptions } from './appOptions.ts';
import type { WrittenOption } from './appOptions.ts';
import type { SettledApp } from './settlePorts.ts';

export interface TextOptions {
  readonly language: SourceLanguage;
  readonly dialect: Dialect;
  /** Of JavaScript: the file is an ES module. PM2 reads apps that are exported by name, but no default export. */
  readonly isModule: boolean;
  /** What the first line says; null for none. */
  readonly heading: string | null;
}

/** The text of a new ecosystem file, and where its first app begins. JSON, which knows no comments, has none. */
export function ecosystemText(
  apps: readonly SettledApp[],
  options: TextOptions,
): { text: string; firstApp: number } {
  const { language, dialect, isModule, heading } = options;
  const style = usualStyle(language);
  const list = appLists(apps, { style, dialect });
  const mark = language === 'yaml' || language === 'toml' ? '#' : '//';
  const head = heading === null || language === 'json' ? '' : `${mark} ${heading}\n`;
  const body = frame(list, { language, isModule });
  const text = head + body;
  return { text, firstApp: text.indexOf(list[0]?.find((line) => /\bname\b/.test(line))?.trim() ?? '') };
}

function frame(
  apps: readonly (readonly string[])[],
  { language, isModule }: Pick<TextOptions, 'language' | 'isModule'>,
): string {
  const items = (indentation: string): string => apps.map((lines) => indent(lines, indentation)).join(',\n');
  switch (language) {
    case 'json':
      return `{\n  "apps": [\n${items('    ')}\n  ]\n}\n`;
    case 'yaml':
      return `apps:\n${apps.map((lines) => indent(lines, '  ')).join('\n')}\n`;
    case 'toml':
      return `${apps.map((lines) => lines.join('\n')).join('\n\n')}\n`;
    case 'javascript':
    case 'typescript':
      return isModule || language === 'typescript'
        ? `export const apps = [\n${items('  ')},\n];\n`
        : `module.exports = {\n  apps: [\n${items('    ')},\n  ],\n};\n`;
  }
}

export interface ItemOptions {
  readonly style: WriteStyle;
  readonly dialect: Dialect;
  /** The file that they are added to: comments in it are not repeated. */
  readonly said?: string;
}

/** Each app as the lines of an item: `{ … }`, a list item of YAML, or a table of TOML. */
export function appLists(
  apps: readonly SettledApp[],
  { style, dialect, said: before = '' }: ItemOptions,
): readonly (readonly string[])[] {
  const said = new Set<string>();
  return apps.map((app) => {
    // What an option is for is said once in a file.
    const options = appOptions(app, dialect).map(({ comment, ...option }): WrittenOption => {
      const isSaid = comment === undefined || said.has(comment) || before.includes(comment);
      if (isSaid || style.language === 'json') return option;
      said.add(comment);
      return { ...option, comment };
    });
    return itemLines(options, style);
  });
}

function itemLines(options: readonly WrittenOption[], style: WriteStyle): readonly string[] {
  switch (style.language) {
    case 'yaml':
      return optionLines(options, style, '#').map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
    case 'toml':
      return [tomlHeader(['apps'], style, true), ...options.flatMap((option) => tomlOption(option, style))];
    default: {
      const comma = style.trailingComma && style.language !== 'json';
      const lines = options.flatMap((option, index) => {
        const own = optionLines([option], style, '//');
        const isLast = index === options.length - 1;
        return isLast && !comma ? own : [...own.slice(0, -1), `${own.at(-1) ?? ''},`];
      });
      return ['{', ...lines.map((line) => style.indentUnit + line), '}'];
    }
  }
}

function optionLines(options: readonly WrittenOption[], style: WriteStyle, mark: string): readonly string[] {
  return options.flatMap(({ key, value, comment }) => [
    ...(comment === undefined ? [] : [`${mark} ${comment}`]),
    ...printProperty(key, value, { ...style, newline: '\n' }).split('\n'),
  ]);
}

function tomlOption({ key, value, comment }: WrittenOption, style: WriteStyle): readonly string[] {
  const said = comment === undefined ? [] : [`# ${comment}`];
  if (!isObject(value)) return [...said, printProperty(key, value, style)];
  const below = Object.entries(value).map(([name, item]) => printProperty(name, item, style));
  return [...said, `[apps.${printKey(key, style)}]`, ...below];
}

function indent(lines: readonly string[], indentation: string): string {
  return lines.map((line) => (line === '' ? line : indentation + line)).join('\n');
}
