import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Exported } from '../../../../src/ecosystem/export/exporter.ts';
import type { SpecOptionName } from '../../../../src/ecosystem/export/setOptions.ts';
import { setOptions } from '../../../../src/ecosystem/export/setOptions.ts';
import { optionTable } from '../../../../src/ecosystem/optionTable.ts';
import { optionValues } from '../schema/optionValues.ts';
import { exportTo, specsOf } from './exporting.ts';

/** Told by another option, whose field they share. */
const sameField: Readonly<Record<string, SpecOptionName>> = {
  time: 'log_date_format',
  disable_source_map_support: 'source_map_support',
};

/** Apps for which an option can mean something, by its name. */
const beside: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  exec_mode: { instances: 2 },
  instance_var: { instances: 2, exec_mode: 'fork' },
  merge_logs: { instances: 2, exec_mode: 'fork', out_file: 'out.log' },
  filter_env: { env: { A: '1' } },
};

/** As it is there already, so there is nothing to write, and nothing to say: options, or values of them. */
const everywhere = ['source_map_support', 'exec_mode', 'interpreter: "node"'];
const fulfilled: Readonly<Record<string, readonly string[]>> = {
  // Docker never gives up by itself.
  compose: [...everywhere, 'max_restarts: -1', 'max_restarts: " -3 "'],
  // The file of variables does not exist here; another test has one.
  kubernetes: [...everywhere, 'env_file', 'kill_signal: "SIGTERM"', 'kill_signal: "term"'],
  systemd: [...everywhere, 'env_file', 'log_file: false', 'merge_logs: "false"'],
};

const acting = optionTable.filter(({ effect }) => effect === 'acted on');

test('each option that has an effect is known to exporters', () => {
  const names = acting.map(({ name }) => sameField[name] ?? name);
  assert.deepEqual([...new Set(names)].sort(), Object.keys(setOptions).sort());
});

for (const [format, asItIs] of Object.entries(fulfilled)) {
  test(`each option that is set is carried over to ${format}, or there is a note about it`, () => {
    const silent: string[] = [];
    for (const { name } of acting) {
      const option = (sameField[name] ?? name) as SpecOptionName;
      const values = optionValues[name]?.right ?? [];
      assert.ok(values.length > 0, name);
      for (const value of values) {
        const base = { name: 'web', script: 'server.js', ...beside[name] };
        const changed = { ...base, [name]: value };
        const [spec] = specsOf([changed]);
        assert.ok(spec !== undefined, name);
        const shown = `${name}: ${JSON.stringify(value)}`;
        const isSet = setOptions[option](spec) && !isDeepStrictEqual(spec, specsOf([base])[0]);
        if (!isSet || asItIs.includes(option) || asItIs.includes(shown)) continue;
        const plain = exportTo(format, { apps: [base] });
        const result = exportTo(format, { apps: [changed] });
        const isNoted = result.notes.some(({ text }) => text.startsWith(`"${option}" `));
        const isCarried = settings(result) !== settings(plain);
        if (!isNoted && !isCarried) silent.push(shown);
      }
    }
    assert.deepEqual(silent, []);
  });
}

/** What the files say, without their comments, where notes are. */
function settings({ files }: Exported): string {
  return files.map(({ path, text }) => `${path}\n${text.replace(/^#.*\n/gm, '')}`).join('\n');
}
