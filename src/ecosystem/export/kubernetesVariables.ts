import { holdsSecret } from '../../protocol/looksSecret.ts';

type Variables = Readonly<Record<string, string>>;

export interface SplitVariables {
  /** For a ConfigMap; null without any. */
  readonly plain: Variables | null;
  /** For a Secret; null without any. */
  readonly secret: Variables | null;
  readonly notes: readonly string[];
}

/** What stands for a secret that is not to be in the file. */
const placeholder = 'REPLACE_ME';

/** Variables by whether they hold secrets. Those whose names Kubernetes does not take are left out. */
export function splitVariables(env: Variables, hidesSecrets: boolean): SplitVariables {
  const names = Object.keys(env);
  const taken = names.filter((name) => /^[-._A-Za-z][-._A-Za-z0-9]*$/.test(name));
  const isSecret = (name: string): boolean => holdsSecret(name, env[name] ?? '');
  const secretNames = taken.filter(isSecret);
  const pick = (some: readonly string[], value: (name: string) => string): Variables | null =>
    some.length === 0 ? null : Object.fromEntries(some.map((name) => [name, value(name)]));
  const listed = secretNames.join(', ');
  return {
    plain: pick(
      taken.filter((name) => !isSecret(name)),
      (name) => env[name] ?? '',
    ),
    secret: pick(secretNames, (name) => (hidesSecrets ? placeholder : (env[name] ?? ''))),
    notes: [
      ...names
        .filter((name) => !taken.includes(name))
        .map((name) => `"env" has "${name}", which Kubernetes does not take for a name: it is left out.`),
      ...(secretNames.length === 0
        ? []
        : [
            hidesSecrets
              ? `Put the values of ${listed} in place of ${placeholder}.`
              : `The values of ${listed} are in the file as they are: keep it out of version control.`,
          ]),
    ],
  };
}
