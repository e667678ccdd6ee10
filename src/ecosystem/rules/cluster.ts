import { isAbsolute } from 'node:path';
import type { AppSpec } from '../appSpec.ts';
import { interpreterFor, isNode } from '../interpreterFor.ts';
import { planSharing } from '../planSharing.ts';
import { formatPort } from '../portSpec.ts';
import { recogniseWebServer } from '../webServer.ts';
import type { CheckedApp, CheckedFile } from './checkedFile.ts';
import { anchorOf, isCertain, optionOf } from './checkedFile.ts';
import { fix, isWritten, replaceValue } from './edits.ts';
import type { Fix, Found, Rule } from './rule.ts';

export const clusterUnsupported = sharingRule({
  code: 'cluster-unsupported',
  severity: 'error',
  about:
    'Several instances are to share a port, and what is run cannot: `npm start` and shell scripts start the server in a process of its own, and a program that is not Node needs a `port`. PM2 runs such a script as JavaScript, and it crashes. Point `script` at the JavaScript file that serves, or run one instance.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'npm', args: 'start', instances: 4, exec_mode: 'cluster' }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', instances: 4, exec_mode: 'cluster' }],\n};\n",
    },
  ],
});

export const clusterSingle = sharingRule({
  code: 'cluster-single',
  severity: 'warning',
  about:
    'A cluster of one instance is asked for something that cannot share a port. It runs as one plain instance.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "npm"\nargs = ["start"]\nexec_mode = "cluster"\n',
      good: '[[apps]]\nname = "web"\nscript = "npm"\nargs = ["start"]\nexec_mode = "fork"\n',
    },
  ],
});

export const portUnsharedRule = sharingRule({
  code: 'port-unshared',
  severity: 'error',
  about:
    'Several instances of a program that is not Node share a port through a socket that Drover holds, which needs a port that is known before.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "api"\nscript = "api.py"\ninstances = 2\nport = "0"\n',
      good: '[[apps]]\nname = "api"\nscript = "api.py"\ninstances = 2\nport = "8000"\n',
    },
  ],
});

export const portsShort: Rule = {
  code: 'ports-short',
  severity: 'error',
  about:
    'With a range, each instance has a port of its own, so the range has to have as many ports as there are instances.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    instances: 4\n    port: 3000-3002\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    instances: 4\n    port: 3000-3003\n',
    },
  ],
  *find({ tree, apps, facts }) {
    for (const { entry, spec } of apps) {
      const port = spec?.port;
      if (spec === null || port === null || port === undefined || port.kind === 'single') continue;
      if (!isCertain(entry.node, 'port', 'instances')) continue;
      const need = countOf(spec, facts.cpus);
      const have = port.to - port.from + 1;
      const node = optionOf(entry.node, 'port')?.value;
      if (need === undefined || have >= need || !isWritten(node)) continue;
      const range = formatPort({ ...port, to: port.from + need - 1 });
      const data = { range: formatPort(port), have: String(have), need: String(need) };
      const edit = replaceValue(tree, node, range);
      yield { start: node.start, end: node.end, data, fixes: fix('widen-range', { range }, [edit]) };
    }
  },
};

export const instancesAboveCores: Rule = {
  code: 'instances-above-cores',
  severity: 'hint',
  sentence: '{instances} instances share the {cpus} cores of this machine.',
  about:
    'More instances of a Node server than the machine has cores do not answer more requests; they only take memory. `"max"` is one per core, wherever the file runs.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{ "apps": [{ "name": "web", "script": "server.js", "instances": 64 }] }',
      good: '{ "apps": [{ "name": "web", "script": "server.js", "instances": "max" }] }',
      facts: { cpus: 8 },
    },
  ],
  *find({ tree, apps, facts: { cpus } }) {
    if (cpus === undefined) return;
    for (const { entry, spec } of apps) {
      const node = optionOf(entry.node, 'instances')?.value;
      if (spec?.instances.kind !== 'count' || !isWritten(node)) continue;
      const { count } = spec.instances;
      if (count <= cpus || spec.execMode === 'fork' || !isNode(interpreterOf(spec) ?? null)) continue;
      const data = { instances: String(count), cpus: String(cpus) };
      const fixes = fix('use-value', { value: '"max"' }, [replaceValue(tree, node, 'max')]);
      yield { start: node.start, end: node.end, data, fixes };
    }
  },
};

/** A rule that finds what planning how instances share their port has to object. */
function sharingRule(rule: Omit<Rule, 'find'>): Rule {
  return {
    ...rule,
    *find(file) {
      for (const { code, found } of sharingProblems(file)) if (code === rule.code) yield found;
    },
  };
}

interface SharingProblem {
  readonly code: string;
  readonly found: Found;
}

/** Several rules ask for the plans of the same apps. */
const planned = new WeakMap<CheckedFile, readonly SharingProblem[]>();

function sharingProblems(file: CheckedFile): readonly SharingProblem[] {
  const known = planned.get(file) ?? [...findSharingProblems(file)];
  planned.set(file, known);
  return known;
}

function* findSharingProblems(file: CheckedFile): Iterable<SharingProblem> {
  for (const app of file.apps) {
    const { spec, entry } = app;
    if (spec === null || !isDecided(app)) continue;
    const interpreter = interpreterOf(spec);
    if (interpreter === undefined || recogniseWebServer(spec.script, spec.args) !== null) continue;
    const { port, script } = spec;
    const cpus = file.facts.cpus ?? 2;
    const { problems } = planSharing(spec, { port, cpus, dev: null, script, interpreter });
    for (const { code, data, severity } of problems) {
      const property =
        optionOf(entry.node, 'exec_mode') ??
        optionOf(entry.node, 'instances') ??
        optionOf(entry.node, 'script');
      const { start, end } = property?.value ?? anchorOf(entry.node, file.tree.text);
      yield { code, found: { start, end, data, severity, fixes: single(app, file) } };
    }
  }
}

const decisive = [
  'script',
  'args',
  'interpreter',
  'exec_mode',
  'instances',
  'port',
  'increment_var',
  'env_file',
];

/** How many instances there are is decided by the run when any of these is. */
function isDecided({ entry: { node } }: CheckedApp): boolean {
  return isCertain(node, ...decisive) && optionOf(node, 'increment_var') === undefined;
}

/** By the words of the file alone; undefined where only a look into the script tells. */
function interpreterOf({ script, interpreter, shell }: AppSpec): string | null | undefined {
  if (shell) return null;
  if (interpreter !== null && interpreter !== 'none') return interpreter;
  if (interpreter === 'none' || !isAbsolute(script)) return null;
  const isByName = /\.(?:[cm]?[jt]s|py|sh|bash|zsh|rb|php|pl|coffee|ls|bat|cmd|ps1)$/i.test(script);
  return isByName ? interpreterFor(script) : undefined;
}

function countOf({ instances }: AppSpec, cpus: number | undefined): number | undefined {
  if (instances.kind === 'unset') return 1;
  if (instances.kind === 'count') return instances.count;
  if (cpus === undefined) return undefined;
  return Math.max(1, instances.kind === 'max' ? cpus : cpus - instances.less);
}

function single({ entry, spec }: CheckedApp, { tree }: CheckedFile): readonly Fix[] {
  const mode = optionOf(entry.node, 'exec_mode')?.value;
  const count = optionOf(entry.node, 'instances')?.value;
  const isMany = spec?.instances.kind !== 'unset';
  return [
    ...(isWritten(mode) && !isMany
      ? fix('use-value', { value: '"fork"' }, [replaceValue(tree, mode, 'fork')], { isPreferred: false })
      : []),
    ...(isWritten(count)
      ? fix('use-value', { value: '1' }, [replaceValue(tree, count, 1)], { isPreferred: false })
      : []),
  ];
}
