import { userInfo } from 'node:os';
import { maskArguments } from '../protocol/looksSecret.ts';
import type { AppInfo, InstanceInfo, LogLine, LogOutput, MetricsRow, Sharing } from '../protocol/model.ts';

/** What an entry of `pm2 jlist` is made from. */
export interface Pm2Facts {
  readonly app: AppInfo;
  readonly instance: InstanceInfo;
  /** Its place among all instances, from 0. */
  readonly number: number;
  /** undefined when it has not been measured. */
  readonly usage: MetricsRow | undefined;
  readonly logs: readonly LogOutput[];
  /** With secrets masked. */
  readonly env: Readonly<Record<string, string>>;
}

const modes: Readonly<Record<Sharing, string>> = {
  none: 'fork_mode',
  cluster: 'cluster_mode',
  ports: 'fork_mode',
  socket: 'fork_mode',
};

/**
 * An instance as `pm2 jlist` has it, as far as Drover knows the same: numbers are 0 where there is no process, and
 * times are epoch milliseconds.
 */
export function pm2Document({ app, instance, number, usage, logs, env }: Pm2Facts) {
  return {
    pid: instance.pid ?? 0,
    name: app.name,
    pm_id: number,
    monit: { memory: usage?.memory ?? 0, cpu: usage?.cpu ?? 0 },
    pm2_env: {
      name: app.name,
      namespace: app.namespace,
      pm_id: number,
      status: instance.status,
      exec_mode: modes[app.sharing],
      instances: app.instances,
      NODE_APP_INSTANCE: instance.index,
      pm_exec_path: app.script,
      args: maskArguments(app.args),
      pm_cwd: app.cwd,
      exec_interpreter: app.interpreter ?? 'none',
      pm_uptime: instance.startedAt,
      restart_time: instance.restarts,
      exit_code: instance.exit?.code ?? null,
      watch: app.watched !== null,
      username: userName(),
      pm_out_log_path: logPath(logs, 'out'),
      pm_err_log_path: logPath(logs, 'err'),
      env,
    },
  };
}

/** The number where the system has no name for the user, as in a container that runs as anybody. */
function userName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    const uid = process.getuid?.();
    if (uid === undefined) throw error;
    return String(uid);
  }
}

/** The file of this stream alone, else one that both go to; null without any. */
function logPath(logs: readonly LogOutput[], stream: LogLine['stream']): string | null {
  const own = logs.filter(({ streams }) => streams.includes(stream));
  return (own.find(({ streams }) => streams.length === 1) ?? own[0])?.path ?? null;
}
