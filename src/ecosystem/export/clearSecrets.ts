import { holdsSecret } from '../../protocol/looksSecret.ts';
import type { ExportedApp, ExportNote } from './exporter.ts';

/** A note for each app whose variables, those of profiles among them, stand in the file and look like secrets. */
export function clearSecrets(
  { spec, env }: ExportedApp,
  profiles: ExportedApp['spec']['envProfiles'] = spec.envProfiles,
): readonly ExportNote[] {
  const variables = [env, ...Object.values(profiles)].flatMap((some) => Object.entries(some));
  const secret = new Set(variables.filter(([name, value]) => holdsSecret(name, value)).map(([name]) => name));
  if (secret.size === 0) return [];
  return [
    {
      app: spec.name,
      text: `${[...secret].join(', ')} may be secret and is in the file in clear: do not commit it.`,
    },
  ];
}
