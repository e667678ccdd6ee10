import type { ScriptExport } from '../write/printFile.ts';
import { printKey } from '../write/printScalar.ts';
import { printValue } from '../write/printValue.ts';
import { usualStyle } from '../write/style.ts';
import type { WriteStyle } from '../write/style.ts';
import type { CommentedItem, CommentedValue } from './commentedValue.ts';
import { plainOf } from './commentedValue.ts';
import type { CommentedFile } from './readCommented.ts';
import { tomlLines } from './printCommentedToml.ts';

/** The text of an ecosystem file with its comments, in the usual style of a language. */
export function printCommented(
  { root, head, foot }: CommentedFile,
  language: WriteStyle['language'],
  scriptExport: ScriptExport = language === 'typescript' ? 'export default' : 'module.exports',
): string {
  const style = usualStyle(language);
  const isOpen = language === 'yaml' || language === 'toml';
  // Without brackets a blank line tells what is said of the whole file from what is said of its first part.
  const above = [...head.map((line) => comment(line, style)), ...(head.length > 0 && isOpen ? [''] : [])];
  const end = language === 'toml' && root.kind !== 'scalar' ? [...root.tail, ...foot] : foot;
  const below = [
    ...(language === 'toml' && end.length > 0 ? [''] : []),
    ...end.map((line) => comment(line, style)),
  ];
  const body = bodyLines(root, style, scriptExport);
  return `${[...above, ...body.slice(body.findIndex((line) => line !== '')), ...below].join('\n')}\n`;
}

function bodyLines(root: CommentedValue, style: WriteStyle, scriptExport: ScriptExport): readonly string[] {
  switch (style.language) {
    case 'json':
      return flowLines(root, style);
    case 'yaml':
      return isBlock(root) ? blockLines(root, style) : flowLines(root, style);
    case 'toml':
      return tomlLines(root, style);
    case 'javascript':
    case 'typescript':
      return scriptLines(root, style, scriptExport);
  }
}

function scriptLines(root: CommentedValue, style: WriteStyle, scriptExport: ScriptExport): readonly string[] {
  const statement = (start: string, value: CommentedValue): readonly string[] =>
    wrapped(`${start} `, flowLines(value, style), ';');
  if (scriptExport !== 'export const apps') {
    return statement(scriptExport === 'module.exports' ? 'module.exports =' : 'export default', root);
  }
  if (root.kind !== 'object') return statement('export const apps =', root);
  return root.properties.flatMap(({ key, value, before, beside }, index) => [
    ...(index === 0 ? [] : ['']),
    ...remarks(before, beside).map((line) => comment(line, style)),
    ...statement(`export const ${key} =`, value),
  ]);
}

/** Lines in brackets, without indentation before the first one. */
function flowLines(value: CommentedValue, style: WriteStyle): readonly string[] {
  if (value.kind === 'scalar' || isPlainList(value)) return [printValue(plainOf(value), style, inline)];
  const entries = value.kind === 'list' ? value.items : value.properties;
  const [open, close] = value.kind === 'list' ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0 && value.tail.length === 0) return [`${open}${close}`];
  const lines = entries.flatMap((entry, index) => {
    const isLast = index === entries.length - 1;
    const comma = isLast && !style.trailingComma ? '' : ',';
    const key = 'key' in entry ? `${printKey(String(entry.key), style)}: ` : '';
    const body = wrapped(key, flowLines(entry.value, style), comma);
    return commented(body, entry, style);
  });
  const tail = value.tail.map((line) => comment(line, style));
  return [open, ...[...lines, ...tail].map((line) => indented(line, style)), close];
}

const inline = { indentation: '', isInline: true };

/** Lines of a YAML block, without indentation. */
function blockLines(value: CommentedValue, style: WriteStyle): readonly string[] {
  if (value.kind === 'scalar') return [printValue(plainOf(value), style)];
  const tail = value.tail.map((line) => comment(line, style));
  if (value.kind === 'list') {
    const items = value.items.flatMap((item) => {
      const body = isBlock(item.value) ? blockLines(item.value, style) : flowLines(item.value, style);
      // A comment above the first property of an item would stand behind the dash.
      const start = body.findIndex((line) => !line.startsWith('#'));
      const marked = body.slice(start).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
      return commented([...body.slice(0, start), ...marked], item, style);
    });
    return [...items, ...tail];
  }
  return [...value.properties.flatMap((property) => yamlProperty(property.key, property, style)), ...tail];
}

function yamlProperty(key: string, item: CommentedItem, style: WriteStyle): readonly string[] {
  const name = `${printKey(key, style)}:`;
  if (!isBlock(item.value))
    return commented(wrapped(`${name} `, flowLines(item.value, style), ''), item, style);
  const below = blockLines(item.value, style).map((line) => indented(line, style));
  // What is said beside the name of a block is about all of it.
  return commented([name, ...below], item, style);
}

function isBlock(value: CommentedValue): boolean {
  if (value.kind === 'scalar' || isPlainList(value)) return false;
  return value.kind === 'list' ? value.items.length > 0 : value.properties.length > 0;
}

/** A short list of words, which stays on one line. */
function isPlainList(value: CommentedValue): boolean {
  if (value.kind !== 'list' || value.tail.length > 0) return false;
  const isQuiet = value.items.every(
    (item) => item.value.kind === 'scalar' && item.before.length === 0 && item.beside === '',
  );
  return isQuiet && JSON.stringify(plainOf(value)).length <= 80;
}

/** With its comments: those above, and one behind the last line, or the first where it opens a bracket. */
export function commented(
  lines: readonly string[],
  { before, beside }: Pick<CommentedItem, 'before' | 'beside'>,
  style: WriteStyle,
): readonly string[] {
  const above = before.map((line) => comment(line, style));
  if (beside === '') return [...above, ...lines];
  return lines.length === 1
    ? [...above, `${lines[0] ?? ''} ${comment(beside, style)}`]
    : [...above, comment(beside, style), ...lines];
}

/** A line of comment; it ends nothing but itself. */
export function comment(line: string, { language }: WriteStyle): string {
  const mark = language === 'yaml' || language === 'toml' ? '#' : '//';
  // What ends a line for one language does not for another.
  const flat = line.replace(/[\r\n\u2028\u2029\p{Cc}]+/gu, ' ');
  return flat === '' ? mark : `${mark} ${flat}`;
}

function remarks(before: readonly string[], beside: string): readonly string[] {
  return beside === '' ? before : [...before, beside];
}

function wrapped(start: string, lines: readonly string[], end: string): readonly string[] {
  return lines.map(
    (line, index) => `${index === 0 ? start : ''}${line}${index === lines.length - 1 ? end : ''}`,
  );
}

function indented(line: string, { indentUnit }: WriteStyle): string {
  return line === '' ? line : indentUnit + line;
}

/** Whether any part of a value has a comment. */
export function hasComments(value: CommentedValue): boolean {
  if (value.kind === 'scalar') return false;
  const entries = value.kind === 'list' ? value.items : value.properties;
  return (
    value.tail.length > 0 ||
    entries.some((entry) => entry.before.length > 0 || entry.beside !== '' || hasComments(entry.value))
  );
}
