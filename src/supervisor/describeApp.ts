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
    env: Object.fromEntries(
      own.map(([name, value]) => [name, looksSecret(name) ? mask : maskSecrets(value)]),
    ),
    inherited: all.length - own.length,
  };
}
