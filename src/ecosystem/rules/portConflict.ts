import { portConflict as firstCommon } from '../checkPorts.ts';
import type { WantedPorts } from '../checkPorts.ts';
import { parsePort } from '../portSpec.ts';
import type { Node } from '../tree/node.ts';
import { propertyOf } from '../tree/node.ts';
import type { CheckedApp } from './checkedFile.ts';
import { isCertain, optionOf } from './checkedFile.ts';
import type { Rule } from './rule.ts';

export const portConflict: Rule = {
  code: 'port-conflict',
  severity: 'warning',
  about:
    'Two apps of the file want the same port, by `port` or by the variable `PORT`, so the second one to start fails. An app with `autostart: false` is left out, since it is often another way to run one of the others.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "server.js"\nport = "3000-3002"\ninstances = 3\n\n[[apps]]\nname = "admin"\nscript = "admin.js"\nport = "3002"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\nport = "3000-3002"\ninstances = 3\n\n[[apps]]\nname = "admin"\nscript = "admin.js"\nport = "3003"\n',
    },
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [\n    { name: 'web', script: 'server.js', env: { PORT: 3000 } },\n    { name: 'admin', script: 'admin.js', env: { PORT: 3000 } },\n  ],\n};\n",
      good: "module.exports = {\n  apps: [\n    { name: 'web', script: 'server.js', env: { PORT: 3000 } },\n    { name: 'admin', script: 'admin.js', env: { PORT: 3001 } },\n  ],\n};\n",
    },
  ],
  /** Those of the option "port" are found by reading the apps; here are those with a variable. */
  *find({ apps }) {
    const earlier: Wanted[] = [];
    for (const app of apps) {
      const wanted = wantedBy(app);
      if (wanted === null) continue;
      for (const other of earlier) {
        const port = wanted.isVariable || other.isVariable ? firstCommon(wanted, other) : null;
        if (port === null) continue;
        const { start, end } = wanted.node;
        yield { start, end, data: { port: String(port), app: other.app.label, other: app.label } };
        break;
      }
      earlier.push(wanted);
    }
  },
};

interface Wanted extends WantedPorts {
  readonly app: CheckedApp;
  readonly node: Node;
  readonly isVariable: boolean;
}

/** The ports of an app that starts with its file; null where there are none, or where the run decides. */
function wantedBy(app: CheckedApp): Wanted | null {
  const { entry, spec, isNamed } = app;
  if (spec?.autostart !== true || spec.incrementVar !== null || !isNamed) return null;
  if (!isCertain(entry.node, 'port', 'autostart', 'increment_var', 'instances')) return null;
  const { port, instances } = spec;
  const count = instances.kind === 'count' ? instances.count : instances.kind === 'unset' ? 1 : Infinity;
  const written = optionOf(entry.node, 'port')?.value;
  if (port !== null && written !== null && written !== undefined)
    return { app, node: written, port, instances: count, isVariable: false };
  const env = optionOf(entry.node, 'env')?.value;
  const variable = env?.kind === 'object' ? propertyOf(env, 'PORT')?.value : undefined;
  if (variable?.kind !== 'string' && variable?.kind !== 'number') return null;
  const single = parsePort(variable.value);
  if (single?.kind !== 'single') return null;
  return { app, node: variable, port: single, instances: 1, isVariable: true };
}
