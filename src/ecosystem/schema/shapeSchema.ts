import type { Form, Member, Members, Need, Shape } from '../shape/shape.ts';
import { describeShape } from './describeShape.ts';

/** A JSON Schema, draft-07, with the annotations that VS Code knows. */
export type Schema = Readonly<Record<string, unknown>>;

/** Objects, and options under several names, that have a place of their own in a schema. */
export type Definitions = ReadonlyMap<Members | Shape, string>;

/** The schema of a value of a shape. */
export function shapeSchema(shape: Shape, definitions: Definitions, isNullable = false): Schema {
  const name = definitions.get(shape);
  if (name !== undefined) return { $ref: `#/definitions/${name}` };
  return inlineSchema(shape, definitions, isNullable);
}

/** As `shapeSchema`, also for what has a place of its own. */
export function inlineSchema(shape: Shape, definitions: Definitions, isNullable: boolean): Schema {
  const forms: readonly Form[] = isNullable ? [...shape.forms, { kind: 'null' }] : shape.forms;
  // The keywords of one type do not touch the others: one schema holds all forms.
  const parts = forms.map((form) => formSchema(form, definitions));
  const types = [...new Set(forms.map(typeOf))];
  const merged = Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
  return {
    type: types.length === 1 ? types[0] : types,
    ...describeShape(shape),
    ...(shape.isEnumeration ? withWords(merged, shape) : merged),
    // In the place of "String does not match the pattern".
    ...(merged['pattern'] === undefined ? {} : { patternErrorMessage: `Expected: ${wordsOf(shape)}.` }),
  };
}

function typeOf(form: Form): string {
  return form.kind === 'number' && form.whole ? 'integer' : form.kind;
}

function formSchema(form: Form, definitions: Definitions): Schema {
  switch (form.kind) {
    case 'null':
      return {};
    case 'boolean':
      return form.only === undefined ? {} : { not: { const: !form.only } };
    case 'number':
      return {
        ...(form.minimum === undefined ? {} : { minimum: form.minimum }),
        ...(form.maximum === undefined ? {} : { maximum: form.maximum }),
      };
    case 'string':
      return form.pattern === undefined ? {} : { pattern: form.pattern };
    case 'array':
      return form.items === null ? {} : { items: shapeSchema(form.items, definitions) };
    case 'object': {
      const members = form.members();
      const name = definitions.get(members);
      return name === undefined
        ? membersSchema(members, definitions)
        : { allOf: [{ $ref: `#/definitions/${name}` }] };
    }
  }
}

function wordsOf({ type, isEnumeration, examples }: Shape): string {
  return isEnumeration ? examples.map(({ written }) => written).join(', ') : type.replaceAll('`', '');
}

/** The words are listed for editors to suggest; the pattern takes them in any case. */
function withWords({ pattern, ...others }: Schema, { examples }: Shape): Schema {
  const values = examples.map(({ written }) => JSON.parse(written) as unknown);
  const descriptions = examples.map(({ means }) => means);
  return { ...others, anyOf: [{ enum: values, markdownEnumDescriptions: descriptions }, { pattern }] };
}

/** The schema of an object, for values that are one. */
export function membersSchema(members: Members, definitions: Definitions): Schema {
  const { named, patterned, isOpen, needs } = members;
  const properties = named.flatMap((member) => memberSchemas(member, definitions));
  const free = patterned.find(({ pattern }) => pattern === '^');
  const patterns = patterned.filter((member) => member !== free);
  const conditions = needs.map((need) => needSchema(need, named));
  return {
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(patterns.length === 0
      ? {}
      : {
          patternProperties: Object.fromEntries(
            patterns.map(({ pattern, shape }) => [pattern, shapeSchema(shape, definitions)]),
          ),
        }),
    ...(free === undefined ? {} : { additionalProperties: shapeSchema(free.shape, definitions) }),
    ...(isOpen ? {} : { additionalProperties: false }),
    ...(conditions.length === 0 ? {} : { allOf: conditions }),
  };
}

/** A property under its own name and, not suggested, under all others. */
function memberSchemas(
  { name, aliases, shape, isIgnored }: Member,
  definitions: Definitions,
): [string, Schema][] {
  const schema = shapeSchema(shape, definitions, true);
  return [
    [name, isIgnored ? { ...schema, doNotSuggest: true } : schema],
    ...aliases.map((alias): [string, Schema] => [alias, { ...schema, doNotSuggest: true }]),
  ];
}

function needSchema({ when, oneOf }: Need, named: readonly Member[]): Schema {
  const spellings = (name: string): readonly string[] => {
    const member = named.find((found) => found.name === name);
    return [name, ...(member?.aliases ?? [])];
  };
  const must = {
    anyOf: oneOf.flatMap(spellings).map((name) => ({
      required: [name],
      properties: { [name]: { not: { type: 'null' } } },
    })),
  };
  if (when === null) return must;
  const is = spellings(when.name).map((name) => ({
    required: [name],
    properties: { [name]: { type: 'string', pattern: `^${anyCaseOf(when.is)}$` } },
  }));
  return { if: { anyOf: is }, then: must };
}

function anyCaseOf(word: string): string {
  return word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
