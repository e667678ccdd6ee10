import { findOption } from '../optionTable.ts';
import type { Node, Span } from '../tree/node.ts';
import { isCertain, optionOf } from './checkedFile.ts';
import type { CheckedFile } from './checkedFile.ts';
import type { Found, Rule } from './rule.ts';

/** What PM2 takes in the place of 0 or `false`, by option. */
const lost: Readonly<Record<string, string>> = {
  max_restarts: '16',
  min_uptime: '1000 ms',
  listen_timeout: '3000 ms',
  kill_retry_time: '100 ms',
  stop_exit_codes: 'no exit codes',
  source_map_support: 'true',
  merge_logs: 'what follows from "instances"',
};

export const pm2ValueLost: Rule = {
  code: 'pm2-value-lost',
  severity: 'warning',
  sentence: 'PM2 loses "{option}": {value} and takes {instead}. In Drover it means what it says.',
  about:
    'PM2 drops `0` and `false` of every option that has another spelling, such as `max_restarts` and `maxRestarts`, and the default holds. Write a value that both read alike: `autorestart: false` in place of `max_restarts: 0`.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'task', script: 'task.js', max_restarts: 0 }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'task', script: 'task.js', autorestart: false }],\n};\n",
    },
  ],
  *find(file) {
    for (const [name, instead] of Object.entries(lost)) {
      for (const { option, node } of written(file, name)) {
        const isFalsy =
          (node.kind === 'number' && node.value === 0) || (node.kind === 'boolean' && !node.value);
        if (isFalsy) yield { ...spanOf(node), data: { option, value: String(node.value), instead } };
      }
    }
  },
};

export const killTimeoutZero: Rule = {
  code: 'kill-timeout-zero',
  severity: 'info',
  sentence: '"{option}": 0 kills at once, without time to finish requests. PM2 takes 1600 ms in its place.',
  about:
    'With `kill_timeout: 0` an instance is killed as soon as it is asked to stop, so requests that it is answering break off. PM2 loses the 0 and waits 1600 ms.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{ "apps": [{ "name": "web", "script": "server.js", "kill_timeout": 0 }] }',
      good: '{ "apps": [{ "name": "web", "script": "server.js", "kill_timeout": 3000 }] }',
    },
  ],
  *find({ apps }) {
    for (const { entry } of apps) {
      const property = optionOf(entry.node, 'kill_timeout');
      const node = property?.value;
      if (property === undefined || node?.kind !== 'number' || node.value !== 0) continue;
      yield { ...spanOf(node), data: { option: property.key.value } };
    }
  },
};

export const pm2EnvFile: Rule = {
  code: 'pm2-env-file',
  severity: 'hint',
  sentence: 'PM2 takes "env_file" for the variables of a profile named "file" and reads no file.',
  about:
    '`env_file` is an option of Drover. PM2 takes every key that begins with `env_` for the variables of a profile, so the app lacks the variables of the file when others run it with PM2.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', env_file: '.env' }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', node_args: '--env-file=.env' }],\n};\n",
    },
  ],
  *find(file) {
    if (file.dialect !== 'pm2') return;
    for (const { entry } of file.apps) {
      const key = optionOf(entry.node, 'env_file')?.key;
      if (key !== undefined) yield { ...spanOf(key), data: {} };
    }
  },
};

export const pm2Autostart: Rule = {
  code: 'pm2-autostart',
  severity: 'hint',
  sentence:
    'In PM2 an app with "autostart": false can never be started. Drover starts it when it is asked for by name.',
  about:
    '`autostart: false` leaves an app out when the whole file is started. PM2 then refuses to start it by its name as well.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'seed', script: 'seed.js', autostart: false }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'seed', script: 'seed.js' }],\n};\n",
    },
  ],
  *find(file) {
    for (const { node } of written(file, 'autostart')) {
      if (node.kind === 'boolean' && !node.value) yield { ...spanOf(node), data: {} };
    }
  },
};

export const pm2FilterEnv: Rule = {
  code: 'pm2-filter-env',
  severity: 'hint',
  sentence: 'In PM2 "filter_env": true does nothing. Drover leaves out all inherited variables.',
  about:
    '`filter_env: true` does nothing in PM2; only a list of names, or one name, leaves variables out there.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', filter_env: true }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', filter_env: ['AWS_'] }],\n};\n",
    },
  ],
  *find(file) {
    for (const { node } of written(file, 'filter_env')) {
      if (node.kind === 'boolean' && node.value) yield { ...spanOf(node), data: {} };
    }
  },
};

export const pm2EnvCollision: Rule = {
  code: 'pm2-env-collision',
  severity: 'hint',
  sentence:
    'PM2 takes "{option}" in "env" for the option of that name. In Drover it is a variable and nothing more.',
  about:
    'PM2 keeps its own data among the variables of an app: `name` in `env` renames the app, and `autorestart: "false"` switches restarts off. Call the variable otherwise where others run the file with PM2.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{ "apps": [{ "name": "web", "script": "server.js", "env": { "name": "shop" } }] }',
      good: '{ "apps": [{ "name": "web", "script": "server.js", "env": { "SHOP_NAME": "shop" } }] }',
    },
  ],
  *find(file) {
    for (const { node } of written(file, 'env')) {
      if (node.kind !== 'object') continue;
      for (const { key } of node.properties) {
        const isOption = key.value === key.value.toLowerCase() && findOption(key.value)?.name === key.value;
        if (isOption) yield { ...spanOf(key), data: { option: key.value } };
      }
    }
  },
};

export const pm2WatchCluster: Rule = {
  code: 'pm2-watch-cluster',
  severity: 'hint',
  sentence:
    'PM2 restarts all instances of a watched cluster at once, and requests fail meanwhile. Drover replaces some at a time while the others answer.',
  about:
    'A saved file restarts every instance of the app in PM2 at the same time, so nothing answers for a moment. Drover replaces some instances of a cluster at a time.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', instances: 4, watch: true }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', instances: 4, dev: { watch: true } }],\n};\n",
    },
  ],
  *find(file) {
    if (file.dialect !== 'pm2') return;
    for (const { entry, spec } of file.apps) {
      const node = optionOf(entry.node, 'watch')?.value;
      if (node === null || node === undefined || spec?.watch === null || spec?.watch === undefined) continue;
      const isMany =
        spec.instances.kind === 'max' || (spec.instances.kind === 'count' && spec.instances.count > 1);
      if (isMany && isCertain(entry.node, 'instances', 'watch')) yield { ...spanOf(node), data: {} };
    }
  },
};

interface Written {
  /** As it is spelled. */
  readonly option: string;
  readonly node: Node;
}

/** Where the apps of a file for PM2 have an option. */
function* written({ dialect, apps }: CheckedFile, name: string): Iterable<Written> {
  if (dialect !== 'pm2') return;
  for (const { entry } of apps) {
    const property = optionOf(entry.node, name);
    if (property?.value !== null && property?.value !== undefined)
      yield { option: property.key.value, node: property.value };
  }
}

function spanOf({ start, end }: Span): Pick<Found, 'start' | 'end'> {
  return { start, end };
}
