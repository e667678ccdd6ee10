import { show } from '../optionReader.ts';
import { parseDuration } from '../parseDuration.ts';
import { splitWords } from '../splitWords.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { optionOf } from './checkedFile.ts';
import { fix, isWritten, replaceValue } from './edits.ts';
import type { Found, Rule } from './rule.ts';

export const pmdaemonRefuses: Rule = {
  code: 'pmdaemon-refuses',
  severity: 'info',
  sentence:
    'PMDaemon refuses the whole file for "{option}": {value}, because it takes {takes}. Drover reads it.',
  about:
    'PMDaemon takes `port` as text, `args` and `ignore_watch` as lists, variables as text, times as whole milliseconds, `watch` as `true` or `false`, and `instances` as a whole number from 1. One other value keeps it from reading the file. The finding matters where others run the file with PMDaemon.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "node"\nargs = ["server.js"]\nport = 3000\n',
      good: '[[apps]]\nname = "web"\nscript = "node"\nargs = ["server.js"]\nport = "3000"\n',
    },
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "node"\nargs = "server.js --verbose"\n',
      good: '[[apps]]\nname = "web"\nscript = "node"\nargs = ["server.js", "--verbose"]\n',
    },
  ],
  *find({ tree, apps, dialect }) {
    if (dialect !== 'pmdaemon') return;
    for (const { entry } of apps) yield* refusalsIn(entry.node, tree);
  },
};

function* refusalsIn(app: ObjectNode, tree: SourceTree): Iterable<Found> {
  for (const name of Object.keys(refusals)) {
    const property = optionOf(app, name);
    const node = property?.value;
    if (property === undefined || !isWritten(node)) continue;
    const refusal = refusals[name]?.(node) ?? null;
    if (refusal !== null) yield found(tree, property.key.value, node, refusal);
  }
  const variables = optionOf(app, 'env')?.value;
  if (variables?.kind !== 'object') return;
  for (const { key, value } of variables.properties) {
    if (value?.kind !== 'number' && value?.kind !== 'boolean') continue;
    yield found(tree, `env.${key.value}`, value, { takes: 'text', value: String(value.value) });
  }
}

interface Refusal {
  readonly takes: string;
  readonly value?: string | number | readonly string[];
}

const refusals: Readonly<Record<string, (node: Node) => Refusal | null>> = {
  port: (node) => (node.kind === 'number' ? { takes: 'text', value: String(node.value) } : null),
  args: listOf,
  ignore_watch: listOf,
  watch: (node) => (node.kind === 'boolean' || node.kind === 'unknown' ? null : { takes: 'true or false' }),
  instances: (node) =>
    node.kind === 'unknown' || (node.kind === 'number' && Number.isInteger(node.value) && node.value >= 1)
      ? null
      : { takes: 'a whole number from 1' },
  kill_timeout: milliseconds,
  min_uptime: milliseconds,
  restart_delay: milliseconds,
};

function listOf(node: Node): Refusal | null {
  return node.kind === 'string' ? { takes: 'a list', value: splitWords(node.value) } : null;
}

function milliseconds(node: Node): Refusal | null {
  const ms = node.kind === 'string' ? parseDuration(node.value) : undefined;
  return ms === undefined ? null : { takes: 'a number of milliseconds', value: ms };
}

function found(tree: SourceTree, option: string, node: Node, { takes, value }: Refusal): Found {
  const { start, end } = node;
  const data = { option, value: show('value' in node ? node.value : '…'), takes };
  const fixes =
    value === undefined
      ? []
      : fix('use-value', { value: JSON.stringify(value) }, [replaceValue(tree, node, value)]);
  return { start, end, data, fixes };
}
