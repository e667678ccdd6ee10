import type { Result } from '../protocol/contract.ts';
import { looksSecret, mask, maskSecrets } from '../protocol/looksSecret.ts';
import type { App } from './app.ts';
import { specOptions } from './changes/specOptions.ts';

/** What the app runs by: its options, and the variables that it has besides those of the shell. Without secrets. */
export function describeApp({ plan, design }: App): Result<'apps/describe'> {
  const options = Object.values(specOptions)
    .flat()
    .flatMap(({ option, text }) => {
      const value = text(plan.spec);
      return value === null ? [] : [{ option, value: maskSecrets(value) }];
    });
  const { shellEnv } = design.wishes;
  const all = Object.entries(plan.env);
  const own = all.filter(([name, value]) => shellEnv[name] !== value);
  return {
    options,
    env: masked(own),
    inherited: all.length - own.length,
  };
}

/** An environment in the order of its names, with secrets masked unless they are asked for. */
export function describeEnvironment(
  env: Readonly<Record<string, string>>,
  secrets: boolean,
): Record<string, string> {
  const entries = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1));
  return secrets ? Object.fromEntries(entries) : masked(entries);
}

function masked(variables: readonly (readonly [name: string, value: string])[]): Record<string, string> {
  return Object.fromEntries(
    variables.map(([name, value]) => [name, looksSecret(name) ? mask : maskSecrets(value)]),
  );
}
