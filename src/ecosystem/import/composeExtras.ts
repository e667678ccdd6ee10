import type { ComposeService } from '../create/composeApps.ts';
import { isRecord, scalarText } from '../optionReader.ts';
import { parseDuration } from '../parseDuration.ts';
import { parseSize } from '../parseSize.ts';
import type { PlainValue } from '../write/style.ts';
import { sizeText } from '../write/writtenApp.ts';

type Extras = Readonly<Record<string, PlainValue>>;

/** What of a service is said by options: variables, replicas, limits, and how it ends. Of dependencies those on `names`. */
export function composeExtras(service: ComposeService, names: ReadonlySet<string>): Extras {
  const env = variablesOf(service['environment']);
  const files = fileNames(service['env_file']);
  const replicas = Number(scalarText(at(service, 'deploy', 'replicas') ?? service['scale']) ?? NaN);
  const memory = parseSize(at(service, 'deploy', 'resources', 'limits', 'memory') ?? service['mem_limit']);
  const signal = scalarText(service['stop_signal']);
  const grace = parseDuration(service['stop_grace_period'], 's');
  const needed = dependenciesOf(service['depends_on'], names);
  const restart = scalarText(service['restart']);
  const { PORT, ...others } = env;
  const hasPort = /^\d+$/.test(PORT ?? '');
  const variables = hasPort ? others : env;
  return {
    ...(hasPort ? { port: Number(PORT) } : {}),
    ...(Object.keys(variables).length > 0 ? { env: variables } : {}),
    // The .env of a folder is for the compose file itself.
    env_file: files.length === 0 ? null : files.length === 1 ? (files[0] ?? null) : files,
    ...(replicas > 1 ? { instances: replicas } : {}),
    ...(memory === undefined ? {} : { max_memory_restart: sizeText(memory) }),
    ...(signal === undefined || /^\d+$/.test(signal) ? {} : { kill_signal: signal }),
    ...(grace === undefined ? {} : { kill_timeout: grace }),
    ...(Object.keys(needed).length > 0 ? { depends_on: needed } : {}),
    ...(restart === 'no' || restart === 'false' ? { autorestart: false } : {}),
  };
}

/** Parts that mean something outside of containers as well and are not taken over, as sentences. */
export function leftOfService(service: ComposeService): readonly string[] {
  const texts: Readonly<Record<string, string>> = {
    healthcheck: 'is left out: it is a command in the container. "health_check" says the same here.',
    volumes: 'are left out: the app has the files of this machine.',
    networks: 'are left out: on this machine other services are at 127.0.0.1, not at their names.',
    links: 'are left out: on this machine other services are at 127.0.0.1, not at their names.',
    secrets: 'are left out: the app has no /run/secrets.',
    configs: 'are left out: the app has the files of this machine.',
    user: 'is left out: the app runs as whoever starts it.',
    profiles: 'are left out: every app of the file starts.',
    extends: 'is left out: what the other service says is not read.',
    logging: 'is left out.',
  };
  return Object.entries(texts).flatMap(([key, text]) =>
    service[key] === undefined ? [] : [`"${key}" ${text}`],
  );
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

/** A variable without a value is that of the shell, which apps have anyway. */
function variablesOf(value: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(value)
    ? value.map((line): readonly [string, unknown] => {
        const [name = '', ...rest] = String(line).split('=');
        return [name, rest.length === 0 ? undefined : rest.join('=')];
      })
    : Object.entries(isRecord(value) ? value : {});
  return Object.fromEntries(
    pairs.flatMap(([name, written]) => {
      const text = scalarText(written);
      return text === undefined || text.includes('${') ? [] : [[name, text] as const];
    }),
  );
}

function fileNames(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((entry) => {
    const path = isRecord(entry) ? entry['path'] : entry;
    return typeof path === 'string' ? [path] : [];
  });
}

const conditions: Readonly<Record<string, string>> = {
  service_started: 'started',
  service_healthy: 'online',
  service_completed_successfully: 'completed',
};

function dependenciesOf(value: unknown, names: ReadonlySet<string>): Readonly<Record<string, string>> {
  const pairs = Array.isArray(value)
    ? value.map((name): readonly [string, string] => [String(name), 'started'])
    : Object.entries(isRecord(value) ? value : {}).map(([name, rule]): readonly [string, string] => [
        name,
        conditions[scalarText(at(rule, 'condition')) ?? ''] ?? 'started',
      ]);
  return Object.fromEntries(pairs.filter(([name]) => names.has(name)));
}
