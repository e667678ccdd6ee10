import { findOption } from '../optionTable.ts';
import type { Option } from '../options/option.ts';
import { parseDuration } from '../parseDuration.ts';
import { parseSize } from '../parseSize.ts';
import { suggest } from '../suggest.ts';
import { fix, isWritten, replaceValue } from './edits.ts';
import type { Rule } from './rule.ts';

export const optionType: Rule = {
  code: 'option-type',
  severity: 'warning',
  about:
    'The value is not of a kind that the option takes, so it is left out and the default holds; for most options PM2 refuses the whole file. This includes units that nobody reads (`"30 seconds"`), words for numbers, cron patterns that never fit, and entries of `health_check`, `watch_options` and `dev`. [options.md](options.md) says what each option takes.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', max_memory_restart: '512 megabytes' }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', max_memory_restart: '512M' }],\n};\n",
    },
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    kill_timeout: 30 seconds\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    kill_timeout: 30s\n',
    },
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    instances: all\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    instances: max\n',
    },
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "server.js"\nexec_mode = "clustr"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\nexec_mode = "cluster"\n',
    },
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    autorestart: "yes"\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    autorestart: true\n',
    },
  ],
  refine({ property, node }, { tree }) {
    const option = property === null ? undefined : findOption(property.key.value);
    if (option === undefined || !isWritten(node) || node.kind !== 'string') return {};
    const value = meantBy(option, node.value.trim());
    if (value === undefined) return {};
    return { fixes: fix('use-value', { value: JSON.stringify(value) }, [replaceValue(tree, node, value)]) };
  },
};

/** What somebody means who writes `text` for an option; undefined when that cannot be told. */
function meantBy(option: Option, text: string): string | number | boolean | undefined {
  if (option.values !== undefined) return suggest(text, option.values);
  switch (option.type) {
    case 'boolean':
      if (/^(?:yes|on|y)$/i.test(text)) return true;
      return /^(?:no|off|n)$/i.test(text) ? false : undefined;
    case 'instances':
      return /^(?:all|auto|cpus?|cores|maximum)$/i.test(text) ? 'max' : undefined;
    case 'duration':
      return inUnits(text, timeUnits, parseDuration);
    case 'size':
      return inUnits(text, sizeUnits, parseSize);
    default:
      return undefined;
  }
}

const timeUnits: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/i, 'ms'],
  [/^(?:s|secs?|seconds?)$/i, 's'],
  [/^(?:m|mins?|minutes?)$/i, 'm'],
  [/^(?:h|hrs?|hours?)$/i, 'h'],
  [/^(?:d|days?)$/i, 'd'],
];

const sizeUnits: readonly (readonly [RegExp, string])[] = [
  [/^(?:k|kilo|kilobytes?|kbytes?)$/i, 'K'],
  [/^(?:m|mega|megs?|megabytes?|mbytes?)$/i, 'M'],
  [/^(?:g|giga|gigs?|gigabytes?|gbytes?)$/i, 'G'],
];

function inUnits(
  text: string,
  units: readonly (readonly [RegExp, string])[],
  parse: (value: string) => number | undefined,
): string | undefined {
  const [, number = '', word = ''] = /^([\d.,]+)\s*([A-Za-z]+)\.?$/.exec(text) ?? [];
  const unit = units.find(([pattern]) => pattern.test(word))?.[1];
  if (unit === undefined) return undefined;
  const value = `${number.replace(',', '.')}${unit}`;
  return parse(value) === undefined ? undefined : value;
}
