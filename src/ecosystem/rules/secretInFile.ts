import { looksSecret } from '../../protocol/looksSecret.ts';
import type { Node } from '../tree/node.ts';
import type { Found, Rule } from './rule.ts';

/** Keys that services hand out, by their form. */
const liveForms = [
  /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  /^(?:sk|rk|pk)_live_\w{10,}$/,
  /^sk-(?:proj-|ant-)?[\w-]{20,}$/,
  /^gh[pousr]_\w{30,}$/,
  /^github_pat_\w{30,}$/,
  /^glpat-[\w-]{18,}$/,
  /^xox[abeoprs]-[\w-]{10,}$/,
  /^AIza[\w-]{30,}$/,
  /^SG\.[\w-]{16,}\.[\w-]{16,}$/,
  /^npm_\w{30,}$/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}$/,
];

/** Most values are shorter than each of these forms. */
const shortestForm = 15;

/** What stands for a secret in examples and on a developer's machine. */
const placeholder =
  /^(?:[x*.\-_#?]+|<.*>|\[.*\]|\{.*\}|\$\{?\w+\}?|%\w+%|.*(?:change|replace|insert|example|sample|dummy|placeholder|your|todo|redacted|secret|password|passwd|token|test|local|dev|demo|none|null|undefined|true|false|postgres|root|admin|guest|docker).*)$/i;

export const secretInFile: Rule = {
  code: 'secret-in-file',
  severity: 'hint',
  sentence:
    'The value of "{name}" ({masked}) looks like a live secret. Keep it out of the file, in an "env_file" that git ignores.',
  about:
    'A variable has the name of a secret and a value that looks real, or an address holds a password. Whoever can read the repository can read it. Keep such values in a file that git ignores and name that as `env_file`. It is a warning where the value has the form of a key that a service hands out. The message never shows the value.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    env:\n      SESSION_SECRET: 9f8a7c6b5e4d3f2a1b0c\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    env_file: .env\n',
    },
  ],
  *find({ apps }) {
    for (const { entry } of apps) {
      for (const { key, value } of entry.node.properties) {
        if (!/^env(?:_(?!file$)\S+)?$/.test(key.value) || value?.kind !== 'object') continue;
        for (const variable of value.properties) {
          const found = secretIn(variable.key.value, variable.value);
          if (found !== null) yield found;
        }
      }
    }
  },
};

function secretIn(name: string, node: Node | null): Found | null {
  if (node?.kind !== 'string') return null;
  const value = node.value.trim();
  const { start, end } = node;
  const data = { name, masked: `${value.length} characters` };
  const isLong = value.length >= shortestForm;
  if (isLong && liveForms.some((form) => form.test(value))) return { start, end, severity: 'warning', data };
  const password = /^[a-z][\w+.-]*:\/\/[^\s:/@]+:([^\s@]+)@/i.exec(value)?.[1];
  const isLive = password === undefined ? looksSecret(name) && looksReal(value) : looksReal(password);
  return isLive ? { start, end, data } : null;
}

/** At least eight characters of more than one kind, which are no path, address or name. */
function looksReal(value: string): boolean {
  if (value.length < 8 || /\s/.test(value) || placeholder.test(value)) return false;
  if (/^(?:\.{0,2}\/|~\/|[a-z][\w+.-]*:\/\/)/i.test(value)) return false;
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length > 1;
}
