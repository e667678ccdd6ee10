/**
 * Small checkers for values that arrive over a socket. A `Shape<T>` either accepts a value or says in one
 * sentence what is wrong with it; message types are derived from the shapes, so there is one definition of each.
 */

/** Returns `undefined` when `value` fits, otherwise what is wrong, starting with the path (`targets[0]: …`). */
export type Check = (value: unknown, path: string) => string | undefined;

export interface Shape<T> {
  readonly check: Check;
  /** Carries the type only; never set. */
  readonly type?: T;
}

export type Infer<S> = S extends Shape<infer T> ? T : never;

type Fields = Readonly<Record<string, Shape<unknown>>>;
type OptionalKeys<F extends Fields> = { [K in keyof F]: undefined extends Infer<F[K]> ? K : never }[keyof F];
type ObjectOf<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Infer<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Infer<F[K]>;
};

export const string: Shape<string> = { check: typed('string') };
export const boolean: Shape<boolean> = { check: typed('boolean') };
/** Whatever JSON can say; whoever reads it checks it. */
export const anything: Shape<unknown> = { check: () => undefined };
export const number: Shape<number> = {
  check: (value, path) => (Number.isFinite(value) ? undefined : wrong(path, 'a finite number', value)),
};
/** A whole number, zero or above. */
export const count: Shape<number> = {
  check: (value, path) =>
    Number.isInteger(value) && Number(value) >= 0
      ? undefined
      : wrong(path, 'a whole number of 0 or more', value),
};

/** A whole number, one or above. */
export const positive: Shape<number> = {
  check: (value, path) =>
    Number.isInteger(value) && Number(value) >= 1
      ? undefined
      : wrong(path, 'a whole number of 1 or more', value),
};

export function optional<T>(inner: Shape<T>): Shape<T | undefined> {
  return { check: (value, path) => (value === undefined ? undefined : inner.check(value, path)) };
}

export function nullable<T>(inner: Shape<T>): Shape<T | null> {
  return { check: (value, path) => (value === null ? undefined : inner.check(value, path)) };
}

export function literal<const T extends string>(...allowed: readonly T[]): Shape<T> {
  const names = new Set<unknown>(allowed);
  return {
    check: (value, path) =>
      names.has(value) ? undefined : wrong(path, `one of ${allowed.join(', ')}`, value),
  };
}

export function array<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    check: (value, path) => {
      if (!Array.isArray(value)) return wrong(path, 'an array', value);
      for (const [index, element] of value.entries()) {
        const problem = item.check(element, `${path}[${index}]`);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };
}

export function record<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    check: (value, path) => {
      if (!isRecord(value)) return wrong(path, 'an object', value);
      for (const [key, element] of Object.entries(value)) {
        const problem = item.check(element, `${path}.${key}`);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };
}

/** An object with at least these fields; further ones are ignored, so that a newer peer may send more. */
export function object<F extends Fields>(fields: F): Shape<ObjectOf<F>> {
  return {
    check: (value, path) => {
      if (!isRecord(value)) return wrong(path, 'an object', value);
      for (const [key, field] of Object.entries(fields)) {
        const problem = field.check(value[key], path === '' ? key : `${path}.${key}`);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };
}

/** One of two shapes; what is wrong is said of the first. */
export function either<T>(first: Shape<T>, second: Shape<T>): Shape<T> {
  return {
    check: (value, path) => (second.check(value, path) === undefined ? undefined : first.check(value, path)),
  };
}

/** A tagged union: `tag` picks the shape. */
export function union<K extends string, V extends Readonly<Record<string, Shape<unknown>>>>(
  tag: K,
  variants: V,
): Shape<{ [T in keyof V]: Infer<V[T]> & { readonly [P in K]: T } }[keyof V]> {
  return {
    check: (value, path) => {
      if (!isRecord(value)) return wrong(path, 'an object', value);
      const kind = value[tag];
      const variant = typeof kind === 'string' && Object.hasOwn(variants, kind) ? variants[kind] : undefined;
      if (variant === undefined)
        return wrong(`${path}.${tag}`, `one of ${Object.keys(variants).join(', ')}`, kind);
      return variant.check(value, path);
    },
  };
}

/** The value, typed, or an `Error` whose message says what is wrong with it. */
export function parse<T>(shape: Shape<T>, value: unknown): T {
  const problem = shape.check(value, '');
  if (problem !== undefined) throw new Error(problem);
  return value as T;
}

function typed(name: 'string' | 'boolean'): Check {
  return (value, path) => (typeof value === name ? undefined : wrong(path, `a ${name}`, value));
}

function wrong(path: string, expected: string, value: unknown): string {
  const shown = JSON.stringify(value) ?? String(value);
  return `${path === '' ? 'message' : path}: expected ${expected}, got ${shown.slice(0, 80)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
