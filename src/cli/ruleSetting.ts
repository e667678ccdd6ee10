import { InvalidArgumentError } from 'commander';
import type { Severity } from '../ecosystem/rules/rule.ts';
import { rules } from '../ecosystem/rules/rules.ts';
import { suggest } from '../ecosystem/suggest.ts';

type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

const severities = ['off', 'hint', 'info', 'warning', 'error'] as const;

/** `option-unknown=off`, added to what earlier flags have set. Throws `InvalidArgumentError` for anything else. */
export function ruleSetting(text: string, earlier: RuleSettings): RuleSettings {
  const [code = '', wanted = ''] = text.split('=').map((part) => part.trim());
  const codes = rules.map((rule) => rule.code);
  if (!codes.includes(code)) {
    const near = suggest(code, codes);
    throw new InvalidArgumentError(
      `No rule is named "${code}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    );
  }
  const severity = severities.find((one) => one === wanted);
  if (severity === undefined)
    throw new InvalidArgumentError(`Write ${code}= and one of ${severities.join(', ')}.`);
  return { ...earlier, [code]: severity };
}
