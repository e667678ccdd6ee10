import { refusalNames } from './refusal.ts';

type Schema = Readonly<Record<string, unknown>>;

/** An object with exactly these members. */
function record(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: Schema): Schema {
  return { type: 'array', items };
}

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function success(data: Schema): Schema {
  return record({ success: { const: true }, data });
}

const text: Schema = { type: 'string' };
const textOrNull: Schema = { type: ['string', 'null'] };
const number: Schema = { type: 'number' };
const numberOrNull: Schema = { type: ['number', 'null'] };
const count: Schema = { type: 'integer', minimum: 0 };
const countOrNull: Schema = { type: ['integer', 'null'], minimum: 0 };
const seconds: Schema = { type: 'integer', description: 'Seconds since 1970' };

const status: Schema = {
  type: 'string',
  enum: [
    'stopped',
    'launching',
    'online',
    'stopping',
    'waiting restart',
    'errored',
    'waiting',
    'reloading',
    'completed',
  ],
};

/** What is answered, by the names of the OpenAPI document. */
export const schemas = {
  Process: record({
    kind: { const: 'instance' },
    pm_id: { ...text, description: 'Id of the instance; to be encoded where it stands in a path' },
    name: { ...text, description: 'web-app-1, or web-app where the app has one instance' },
    app: text,
    app_id: text,
    instance: { ...count, description: 'Index among the instances of the app' },
    namespace: text,
    pid: countOrNull,
    status,
    health: { type: ['string', 'null'], enum: ['unknown', 'healthy', 'unhealthy', null] },
    uptime: {
      type: ['integer', 'null'],
      description: 'Second of the launch since 1970, as PMDaemon tells it',
    },
    created_at: { type: ['integer', 'null'], description: 'The same' },
    restart_time: { ...count, description: 'Restarts since the app was last started by hand' },
    cpu: { ...numberOrNull, description: 'Percent of one core; null while not measured' },
    memory: { ...numberOrNull, description: 'Bytes; null while not measured' },
    port: countOrNull,
    exit_code: { type: ['integer', 'null'] },
    error: { ...textOrNull, description: 'What is wrong with it' },
    log_files: { ...list(text), description: 'Only in the answer about one process' },
    monit: record({ memory: numberOrNull, cpu: numberOrNull }),
    pm2_env: record({
      name: text,
      namespace: text,
      exec_mode: { enum: ['fork', 'cluster'] },
      pm_exec_path: text,
      pm_cwd: text,
      args: list(text),
      env: {
        type: 'object',
        additionalProperties: text,
        description:
          "Only in the answer about one process: the app's own variables, without those of the shell, secrets masked",
      },
      pm_id: text,
      restart_time: count,
      status,
      port: countOrNull,
    }),
  }),
  App: record({
    kind: { const: 'app' },
    id: text,
    name: text,
    namespace: text,
    status,
    instances: count,
    online: count,
    port: { ...textOrNull, description: 'As configured' },
    error: textOrNull,
    processes: list(ref('Process')),
  }),
  Machine: record({
    cpu: { ...number, description: 'Percent of all cores' },
    memory: record({ used: number, total: number, percentage: number }),
    load_average: { ...list(number), minItems: 3, maxItems: 3 },
    uptime: count,
    timestamp: seconds,
  }),
  LogLine: record({
    at: { ...number, description: 'Milliseconds since 1970' },
    stream: { enum: ['out', 'err'] },
    name: { ...text, description: 'The instance that wrote it' },
    text,
  }),
  Index: record({
    name: text,
    version: text,
    description: text,
    status: { enum: ['running', 'waiting for a supervisor'] },
    folder: text,
    endpoints: list(text),
  }),
  ProcessListAnswer: record({
    success: { const: true },
    data: list(ref('Process')),
    meta: record({ total: count, namespace: textOrNull }),
  }),
  ProcessAnswer: success({ oneOf: [ref('Process'), ref('App')] }),
  DoneAnswer: record({ success: { const: true }, message: text, data: list(ref('Process')) }),
  LogsAnswer: success(
    record({
      logs: { ...text, description: 'The texts of the lines, each with a line feed' },
      lines: count,
      process_id: text,
      entries: list(ref('LogLine')),
    }),
  ),
  SystemAnswer: success(record({ system: ref('Machine') })),
  StatusAnswer: success(
    record({
      processes: list(ref('Process')),
      system: ref('Machine'),
      ports: record({ allocated: list(count), total: count }),
      meta: record({
        pm2_version: { ...text, description: 'The version of Drover, where PMDaemon tells its own' },
        node_version: text,
        timestamp: seconds,
        folder: text,
        supervisor: record({ pid: count, version: text, started_at: seconds }),
      }),
    }),
  ),
  OpenApi: { type: 'object', required: ['openapi', 'info', 'paths'] },
  Refusal: {
    type: 'object',
    properties: {
      success: { const: false },
      error: { enum: refusalNames },
      message: text,
      fields: list(text),
      candidates: list(text),
      outcomes: list(
        record({ name: text, ok: { type: 'boolean' }, message: textOrNull, output: list(text) }),
      ),
    },
    required: ['success', 'error', 'message'],
    additionalProperties: false,
  },
} satisfies Record<string, Schema>;

export type SchemaName = keyof typeof schemas;
