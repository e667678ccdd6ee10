import { relative, sep } from 'node:path';
import type { Container } from './container.ts';
import type { ComposeHealth } from './composeHealth.ts';
import { duration } from './composeHealth.ts';
import { holdsSecret } from '../../protocol/looksSecret.ts';
import type { ExportedApp } from './exporter.ts';

/** What a service of the compose specification says, as far as apps need it. */
export type ComposeService = Readonly<Record<string, unknown>>;

export interface ServiceFacts {
  readonly app: ExportedApp;
  readonly container: Container;
  /** How the image comes about. */
  readonly image: { readonly image: string } | { readonly build: unknown };
  readonly health: ComposeHealth | null;
  /** By the names of services. */
  readonly dependsOn: Readonly<Record<string, { readonly condition: string }>>;
  /** The ports of this machine, `3000` or `3000-3003`; null for none. */
  readonly published: string | null;
  /** Where relative paths in the file start. */
  readonly folder: string;
  /** Values of secrets are asked of whoever starts it. */
  readonly hidesSecrets: boolean;
}

/** One app as a service. Everything is text as the container is to have it: `$` is escaped when the file is written. */
export function composeService(facts: ServiceFacts): ComposeService {
  const { app, container, health, published } = facts;
  const { spec } = app;
  const env = environment(facts);
  return {
    ...facts.image,
    command: container.command,
    working_dir: container.workingDir,
    init: true,
    ...(env.files.length === 0 ? {} : { env_file: env.files }),
    ...(Object.keys(env.values).length === 0 ? {} : { environment: env.values }),
    ...(spec.uid === null ? {} : { user: [spec.uid, ...(spec.gid === null ? [] : [spec.gid])].join(':') }),
    ...(container.port === null
      ? {}
      : published === null
        ? { expose: [String(container.port)] }
        : { ports: [`${published}:${container.port}`] }),
    ...(app.instances > 1 ? { deploy: { replicas: app.instances } } : {}),
    ...(Object.keys(facts.dependsOn).length === 0 ? {} : { depends_on: facts.dependsOn }),
    ...(health === null ? {} : { healthcheck: health }),
    restart: restartPolicy(app),
    stop_signal: spec.killSignal,
    stop_grace_period: duration(spec.killTimeoutMs),
    ...(spec.maxMemoryBytes === null ? {} : { mem_limit: spec.maxMemoryBytes }),
    ...(spec.namespace === 'default' ? {} : { labels: { 'drover.namespace': spec.namespace } }),
    ...(spec.autostart ? {} : { profiles: [spec.namespace === 'default' ? 'manual' : spec.namespace] }),
  };
}

/** Docker counts failures only where it is to give up, and an exit with code 0 is then final. */
export function restartPolicy({ spec }: ExportedApp): string {
  const isLimited = spec.maxRestarts !== 16 && spec.maxRestarts !== Number.MAX_SAFE_INTEGER;
  if (!spec.autorestart || (isLimited && spec.maxRestarts === 0)) return 'no';
  if (isLimited) return `on-failure:${spec.maxRestarts}`;
  return spec.oneShot || spec.stopExitCodes.includes(0) ? 'on-failure' : 'unless-stopped';
}

/** Files of variables are named, not copied: what they hold is often secret. */
function environment({ app, container, folder, hidesSecrets }: ServiceFacts): {
  readonly files: readonly string[];
  readonly values: Readonly<Record<string, string>>;
} {
  const { spec, env } = app;
  const files = spec.envFiles.map((file) => relativePath(folder, file));
  const written = [spec.env, ...Object.values(spec.envProfiles)];
  const isFromFile = (name: string, value: string): boolean =>
    // Compose reads such files by rules of its own where there is more than plain text.
    env[name] === value && /^[\w .,:/@+=-]*$/.test(value) && !written.some((own) => own[name] === value);
  const values = Object.entries(container.env).filter(
    ([name, value]) => files.length === 0 || !isFromFile(name, value),
  );
  return {
    files,
    values: Object.fromEntries(
      values.map(([name, value]) => [
        name,
        hidesSecrets && holdsSecret(name, value) ? placeholder(name) : value,
      ]),
    ),
  };
}

/** Stands for what the shell or `.env` of whoever starts it says; its `$` is not escaped. */
const asked = '\u0000';

function placeholder(name: string): string {
  return `${asked}{${name}:?}`;
}

/** The same with `$` doubled in every text, which stands for itself then. */
export function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$').replaceAll(asked, '$');
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)]));
}

/** `./api`, `..`; as compose wants relative paths to begin. */
export function relativePath(folder: string, path: string): string {
  const written = relative(folder, path).split(sep).join('/');
  return written === ''
    ? '.'
    : written.startsWith('.') && !/^\.[^./]/.test(written)
      ? written
      : `./${written}`;
}
