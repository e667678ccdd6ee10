import { Refusal } from './refusal.ts';

/** One value of a query or a body, as JSON Schema says it. */
export type Field =
  | {
      readonly type: 'integer';
      readonly minimum?: number;
      readonly maximum?: number;
      readonly description: string;
    }
  | { readonly type: 'boolean'; readonly description: string }
  | { readonly type: 'string'; readonly description: string; readonly minLength?: number };

export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F['type'] extends 'integer'
  ? number
  : F['type'] extends 'boolean'
    ? boolean
    : string;

/** The values of fields; none needs to be given. */
export type Values<F extends Fields> = { readonly [K in keyof F]?: ValueOf<F[K]> };

/** The values of a query. Throws a `Refusal` that names what is wrong. */
export function readQuery<F extends Fields>(fields: F, query: URLSearchParams): Values<F> {
  const twice = [...new Set(query.keys())].filter((name) => query.getAll(name).length > 1);
  if (twice.length > 0) throw new Refusal('malformed', `${list(twice)} may be given once in the query.`);
  const texts = Object.fromEntries(query);
  const values = Object.entries(texts).map(([name, text]) => [name, valueOf(fieldOf(fields, name), text)]);
  return check(fields, Object.fromEntries(values) as Record<string, unknown>, 'malformed');
}

/** The values of a JSON body: an object, or null for none. Throws a `Refusal` that names what is wrong. */
export function readBody<F extends Fields>(fields: F, text: string): Values<F> {
  let value: unknown;
  try {
    value = text.trim() === '' ? null : JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      'malformed',
      `The body is no JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Refusal('invalid_fields', 'The body must be a JSON object, null or nothing.');
  }
  return check(fields, value as Record<string, unknown>, 'invalid_fields');
}

function check<F extends Fields>(
  fields: F,
  values: Record<string, unknown>,
  refusal: 'malformed' | 'invalid_fields',
): Values<F> {
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(fields, name));
  if (unknown.length > 0) {
    const known = Object.keys(fields);
    const help = known.length === 0 ? 'None is known here.' : `Known are ${list(known)}.`;
    const message = `Unknown ${unknown.length === 1 ? 'field' : 'fields'} ${list(unknown)}. ${help}`;
    throw new Refusal(refusal, message, { facts: { fields: unknown } });
  }
  const wrong = Object.keys(values).filter((name) => !fits(fieldOf(fields, name), values[name]));
  if (wrong.length > 0) {
    const wanted = wrong.map((name) => `"${name}" must be ${wish(fieldOf(fields, name))}`);
    throw new Refusal(refusal, `${wanted.join(', and ')}.`, { facts: { fields: wrong } });
  }
  return values as Values<F>;
}

function fieldOf(fields: Fields, name: string): Field | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** Texts of a query become what is meant; those that are none stay, and are found out. */
function valueOf(field: Field | undefined, text: string): unknown {
  if (field?.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (field?.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function fits(field: Field | undefined, value: unknown): boolean {
  switch (field?.type) {
    case 'integer': {
      const { minimum = -Infinity, maximum = Infinity } = field;
      return Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
    }
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string' && value.length >= (field.minLength ?? 0);
    case undefined:
      return false;
  }
}

function wish(field: Field | undefined): string {
  switch (field?.type) {
    case 'integer': {
      const { minimum, maximum } = field;
      const from = minimum === undefined ? '' : ` from ${minimum}`;
      return `a whole number${from}${maximum === undefined ? '' : ` to ${maximum}`}`;
    }
    case 'boolean':
      return 'true or false';
    case 'string':
      return (field.minLength ?? 0) > 0 ? 'a text that is not empty' : 'a text';
    case undefined:
      return 'known';
  }
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
