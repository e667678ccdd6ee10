import type { AppSpec } from '../appSpec.ts';
import { normaliseEnvironment } from '../environmentValues.ts';
import { isRecord, show } from '../optionReader.ts';
import type { OptionReader } from '../optionReader.ts';
import { resolvePath } from '../program.ts';
import type { Report, ValuePath } from '../report.ts';

type EnvironmentFields = Pick<
  AppSpec,
  'env' | 'envProfiles' | 'envFiles' | 'filterEnv' | 'instanceVar' | 'incrementVar' | 'appendEnvToName'
>;

/** Everything about variables; `env` and `env_<profile>` are added to those of `base`. */
export function readEnvironment(
  read: OptionReader,
  { base, folder, report, path }: { base: AppSpec; folder: string; report: Report; path: ValuePath },
): EnvironmentFields {
  const envProfiles: Record<string, Readonly<Record<string, string>>> = { ...base.envProfiles };
  for (const [profile, value] of Object.entries(read.profiles)) {
    if (value === null || value === undefined) continue;
    if (isRecord(value)) envProfiles[profile] = { ...envProfiles[profile], ...normaliseEnvironment(value) };
    else {
      const option = `env_${profile}`;
      const data = { option, expected: 'an object of variables', value: show(value) };
      report('option-type', data, { severity: 'warning', path: [...path, option] });
    }
  }
  const env = read.record('env');
  const filter = read.value('filter_env');
  const filterNames = typeof filter === 'boolean' ? [] : (read.strings('filter_env') ?? base.filterEnv);
  return {
    env: env === undefined ? base.env : { ...base.env, ...normaliseEnvironment(env) },
    envProfiles,
    envFiles: read.strings('env_file')?.map((file) => resolvePath(folder, file)) ?? base.envFiles,
    filterEnv: filter === true ? 'all' : filterNames,
    instanceVar: read.text('instance_var') ?? base.instanceVar,
    incrementVar: read.text('increment_var') ?? base.incrementVar,
    appendEnvToName: read.flag('append_env_to_name') ?? base.appendEnvToName,
  };
}
