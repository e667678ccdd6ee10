import type { Form, Shape } from '../shape/shape.ts';
import { printScalar } from '../write/printScalar.ts';
import { printValue } from '../write/printValue.ts';
import type { Layout, PlainValue, WriteStyle } from '../write/style.ts';
import { choice, emptyText, literal, placeholder } from './snippet.ts';

/** What stands behind a name that has just been completed, as a snippet, and whether it asks for completion itself. */
export interface Start {
  readonly text: string;
  readonly retriggers: boolean;
}

/** A first value of a shape: a choice of its examples, a pair of quotes or brackets with the cursor between them. */
export function startOf(shape: Shape, style: WriteStyle, layout: Layout): Start {
  const [first] = shape.forms;
  const retriggers = shape.source !== null;
  switch (first?.kind) {
    case 'array':
      return startOfList(first, retriggers, style, layout);
    case 'object':
      return { text: startOfObject(style, layout), retriggers: true };
    case 'boolean':
      return {
        text: choice(shape.default === true ? ['false', 'true'] : ['true', 'false']),
        retriggers: false,
      };
    default:
      return scalarStart(shape, first, style);
  }
}

function scalarStart(shape: Shape, first: Form | undefined, style: WriteStyle): Start {
  if (shape.source !== null) return { text: emptyText(style), retriggers: true };
  const examples = scalarExamples(shape).map((value) => printScalar(value, style));
  if (examples.length > 0) return { text: choice(examples), retriggers: false };
  if (first?.kind === 'number') {
    return {
      text: placeholder(String(typeof shape.default === 'number' ? shape.default : 1)),
      retriggers: false,
    };
  }
  return { text: emptyText(style), retriggers: false };
}

function startOfList(
  { items }: { readonly items: Shape | null },
  retriggers: boolean,
  style: WriteStyle,
  layout: Layout,
): Start {
  const isNumber = items?.forms[0]?.kind === 'number';
  const item = isNumber ? placeholder('0') : emptyText(style);
  const asks = retriggers || (items !== null && items.source !== null);
  if (style.language !== 'yaml' || layout.isInline) return { text: `[${item}]`, retriggers: asks };
  const indentation = layout.indentation + (style.indentsLists ? style.indentUnit : '');
  return { text: `${style.newline}${literal(indentation)}- ${item}`, retriggers: asks };
}

function startOfObject({ language, newline, indentUnit }: WriteStyle, layout: Layout): string {
  const inner = layout.indentation + indentUnit;
  if (language === 'toml' || layout.isInline) return `{ ${placeholder('')} }`;
  if (language === 'yaml') return `${newline}${inner}${placeholder('')}`;
  return `{${newline}${inner}${placeholder('')}${newline}${layout.indentation}}`;
}

/** The examples that are texts, numbers, true or false. */
function scalarExamples({ examples }: Shape): readonly (string | number | boolean)[] {
  return examples.flatMap(({ written }) => {
    const value = JSON.parse(written) as PlainValue;
    return typeof value === 'object' ? [] : [value];
  });
}

/** How a value is shown in a list of items: on one line, and not too long. */
export function labelOf(value: PlainValue, style: WriteStyle): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const text = printValue(value, style, { indentation: '', isInline: true });
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
