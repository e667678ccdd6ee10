/** An app that a selector can name. */
export interface Selectable {
  readonly id: string;
  /** What users see it called; with `append_env_to_name` not quite its name in the file. */
  readonly name: string;
  /** As its file says; `file` is an absolute path, null for an app without one. */
  readonly spec: { readonly name: string; readonly namespace: string; readonly file: string | null };
  readonly instances: readonly { readonly id: string; readonly index: number }[];
}

/** An app, or one of its instances. */
export interface TargetOf<A extends Selectable> {
  readonly app: A;
  readonly instance: A['instances'][number] | undefined;
  /** By its own id or name, not as one of a group. */
  readonly isNamed: boolean;
}

export type Selection<A extends Selectable> =
  | { readonly targets: readonly TargetOf<A>[] }
  | { readonly noMatch: string }
  | { readonly ambiguous: string; readonly candidates: readonly string[] };

/**
 * What selectors name: `all`, an app or instance id, an app name, an instance name, the absolute path of an
 * ecosystem file, a namespace or `/regex/` over app names, the first of these that fits. A name that fits apps of
 * several files is refused; their ids tell them apart. An instance is left out where its whole app is named too.
 */
export function select<A extends Selectable>(selectors: readonly string[], apps: readonly A[]): Selection<A> {
  const targets = new Map<unknown, TargetOf<A>>();
  for (const selector of selectors) {
    const { found, byName } = selectOne(selector, apps);
    if (found.length === 0 && selector !== 'all') return { noMatch: selector };
    const candidates = new Set(found.map(({ app }) => app.id));
    if (byName && candidates.size > 1) return { ambiguous: selector, candidates: [...candidates].sort() };
    for (const target of found) {
      const key = target.instance ?? target.app;
      if (target.isNamed || !targets.has(key)) targets.set(key, target);
    }
  }
  const all = [...targets.values()];
  const whole = new Set(all.filter(({ instance }) => instance === undefined).map(({ app }) => app));
  return { targets: all.filter(({ app, instance }) => instance === undefined || !whole.has(app)) };
}

interface Found<A extends Selectable> {
  readonly found: readonly TargetOf<A>[];
  /** Names are expected to mean one app; ids, namespaces and patterns may mean several. */
  readonly byName: boolean;
}

function selectOne<A extends Selectable>(selector: string, apps: readonly A[]): Found<A> {
  const appsThat = (fits: (app: A) => boolean, isNamed: boolean): TargetOf<A>[] =>
    apps.filter(fits).map((app) => ({ app, instance: undefined, isNamed }));
  const instancesThat = (fits: (app: A, instance: A['instances'][number]) => boolean): TargetOf<A>[] =>
    apps.flatMap((app) =>
      app.instances
        .filter((instance) => fits(app, instance))
        .map((instance) => ({ app, instance, isNamed: true })),
    );
  const namesOf = ({ name, spec }: A): string[] => [name, spec.name];
  const regex = compile(selector);
  const ways: readonly (() => Found<A>)[] = [
    () => ({ found: selector === 'all' ? appsThat(() => true, false) : [], byName: false }),
    () => ({ found: appsThat(({ id }) => id === selector, true), byName: false }),
    () => ({ found: instancesThat((_app, { id }) => id === selector), byName: false }),
    () => ({ found: appsThat((app) => namesOf(app).includes(selector), true), byName: true }),
    () => ({
      found: instancesThat((app, { index }) => namesOf(app).some((name) => `${name}-${index}` === selector)),
      byName: true,
    }),
    () => ({ found: appsThat(({ spec }) => spec.file === selector, false), byName: false }),
    () => ({ found: appsThat(({ spec }) => spec.namespace === selector, false), byName: false }),
    () => ({
      found: appsThat((app) => regex !== undefined && namesOf(app).some((name) => regex.test(name)), false),
      byName: false,
    }),
  ];
  for (const way of ways) {
    const result = way();
    if (result.found.length > 0) return result;
  }
  return { found: [], byName: false };
}

function compile(selector: string): RegExp | undefined {
  const source = /^\/(.+)\/$/.exec(selector)?.[1];
  if (source === undefined) return undefined;
  try {
    return new RegExp(source);
  } catch {
    // Not a regular expression, so no app can fit it.
    return undefined;
  }
}
