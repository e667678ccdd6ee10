import { printKey, printScalar } from './printScalar.ts';
import { isList, isObject } from './style.ts';
import type { PlainValue, WriteStyle } from './style.ts';

/**
 * A list or an object as a block of YAML, to stand behind `key:`: each line begins with a line break, and lines are
 * indented by one step more than the key is. Empty ones are ` []` and ` {}` without a line of their own.
 */
export function printYamlBlock(value: PlainValue, style: WriteStyle, indentation: string): string {
  const isEmpty = isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
  if (isEmpty) return isList(value) ? '[]' : '{}';
  const inner = isList(value) && !style.indentsLists ? indentation : indentation + style.indentUnit;
  return yamlLines(value, style)
    .map((line) => `${style.newline}${inner}${line}`)
    .join('');
}

/** The lines of a list or an object that is not empty, or the line of a scalar; without indentation. */
export function yamlLines(value: PlainValue, style: WriteStyle): readonly string[] {
  if (isList(value) && value.length > 0) return value.flatMap((item) => itemLines(item, style));
  if (isObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, item]) => propertyLines(key, item, style));
  }
  return [isList(value) ? '[]' : isObject(value) ? '{}' : printScalar(value, style)];
}

/** Behind `- ` further lines are indented by its two columns, whatever a step is. */
function itemLines(item: PlainValue, style: WriteStyle): readonly string[] {
  return yamlLines(item, style).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

function propertyLines(key: string, value: PlainValue, style: WriteStyle): readonly string[] {
  const name = printKey(key, style);
  const below = yamlLines(value, style);
  const isBlock = (isList(value) && value.length > 0) || (isObject(value) && Object.keys(value).length > 0);
  if (!isBlock) return [`${name}: ${below[0] ?? ''}`];
  const step = isList(value) && !style.indentsLists ? '' : style.indentUnit;
  return [`${name}:`, ...below.map((line) => step + line)];
}
