import { findOption } from '../optionTable.ts';
import type { Option } from '../options/option.ts';
import { parseDuration } from '../parseDuration.ts';
import { parseSize } from '../parseSize.ts';
import { show } from '../optionReader.ts';
import type { Node } from '../tree/node.ts';
import { fix, isWritten, replaceValue } from './edits.ts';
import type { Rule } from './rule.ts';

/** What PM2 takes instead of a value, and that value in its words where there is one. */
interface Refusal {
  readonly takes: string;
  readonly value?: string | number | boolean;
}

export const pm2Refuses: Rule = {
  code: 'pm2-refuses',
  severity: 'info',
  sentence: 'PM2 refuses the whole file for "{option}": {value}, because it takes {takes}. Drover reads it.',
  about:
    'PM2 knows fewer ways to write a value: sizes are whole numbers with a capital `K`, `M` or `G`; times are milliseconds, and `min_uptime` alone knows `s`, `m` and `h`; `true` and `false` go without quotes; `exec_mode` is lower case; `port` is one number; `cron_restart` has fields. One value that it does not know keeps it from starting anything. The finding matters where others run the file with PM2.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', max_memory_restart: '512MB' }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js', max_memory_restart: '512M' }],\n};\n",
    },
    {
      file: 'ecosystem.json',
      bad: '{ "apps": [{ "name": "web", "script": "server.js", "kill_timeout": "3s" }] }',
      good: '{ "apps": [{ "name": "web", "script": "server.js", "kill_timeout": 3000 }] }',
    },
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: web\n    script: server.js\n    instances: 2\n    exec_mode: CLUSTER\n',
      good: 'apps:\n  - name: web\n    script: server.js\n    instances: 2\n    exec_mode: cluster\n',
    },
  ],
  *find({ tree, apps, dialect }) {
    if (dialect !== 'pm2') return;
    for (const { entry } of apps) {
      for (const { key, value: node } of entry.node.properties) {
        const option = findOption(key.value);
        if (option?.origins.includes('pm2') !== true || !isWritten(node)) continue;
        const refusal = refusalOf(option, node);
        if (refusal === null) continue;
        const { takes, value } = refusal;
        const { start, end } = node;
        const data = { option: key.value, value: show('value' in node ? node.value : null), takes };
        const fixes =
          value === undefined
            ? []
            : fix('use-value', { value: JSON.stringify(value) }, [replaceValue(tree, node, value)]);
        yield { start, end, data, fixes };
      }
    }
  },
};

/** Null for what PM2 takes, and for what nobody reads: that is told by another rule. */
function refusalOf(option: Option, node: Node): Refusal | null {
  if (node.kind !== 'string' && node.kind !== 'number') return null;
  const { value } = node;
  if (option.name === 'exec_mode') return modeRefusal(value);
  if (option.name === 'cron_restart') return cronRefusal(value);
  switch (option.type) {
    case 'boolean':
      if (!/^(?:true|false|0|1)$/.test(String(value))) return null;
      return { takes: 'true or false without quotes', value: value === 'true' || String(value) === '1' };
    case 'size':
      return sizeRefusal(value);
    case 'duration':
      return option.name === 'min_uptime' ? uptimeRefusal(value) : timeRefusal(value);
    case 'port':
      return typeof value === 'string' && /\D/.test(value.trim()) ? { takes: 'one number' } : null;
    case 'string':
    case 'path':
      return typeof value === 'number' ? { takes: 'text', value: String(value) } : null;
    default:
      return null;
  }
}

function modeRefusal(value: string | number): Refusal | null {
  const mode = String(value).trim().toLowerCase();
  if (mode === value || !/^(?:fork|cluster)(?:_mode)?$/.test(mode)) return null;
  return { takes: '"fork" or "cluster" in lower case', value: mode.replace('_mode', '') };
}

const cronWords: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

function cronRefusal(value: string | number): Refusal | null {
  const fields = cronWords[String(value).trim().toLowerCase()];
  return fields === undefined ? null : { takes: 'five or six fields', value: fields };
}

function sizeRefusal(value: string | number): Refusal | null {
  const bytes = parseSize(value);
  if (typeof value === 'number' || bytes === undefined || /^\d+[GMK]?$/.test(value)) return null;
  const takes = 'a whole number with K, M or G';
  for (const [unit, size] of [
    ['G', 1024 ** 3],
    ['M', 1024 ** 2],
    ['K', 1024],
  ] as const) {
    if (bytes % size === 0 && bytes > 0) return { takes, value: `${bytes / size}${unit}` };
  }
  return { takes, value: bytes };
}

function timeRefusal(value: string | number): Refusal | null {
  const ms = parseDuration(value);
  if (typeof value === 'number' || ms === undefined || /^\d+(?:\.\d+)?$/.test(value)) return null;
  return { takes: 'a number of milliseconds', value: ms };
}

function uptimeRefusal(value: string | number): Refusal | null {
  const ms = parseDuration(value);
  if (ms === undefined || (typeof value === 'string' && /^\d+[hms]$/.test(value))) return null;
  // 0 is lost on its way, before anybody looks at it.
  if (ms < 100) return ms === 0 ? null : { takes: '100 milliseconds or more', value: 100 };
  if (typeof value === 'number' || /^\d+$/.test(value)) return null;
  return { takes: 'milliseconds, or whole seconds, minutes or hours', value: ms };
}
