import type { CommandLine } from './commandLine.ts';

export interface Verb {
  /** All that it is called; what it adds may be several verbs. */
  readonly names: readonly string[];
  readonly add: (commandLine: CommandLine) => Promise<void>;
}

/**
 * The verbs as the help lists them, each group below its heading. Each is loaded when it is asked for: most need little
 * of what all of them need together, and the command line is waited for.
 */
export const verbs: Readonly<Record<string, readonly Verb[]>> = {
  'Run apps:': [
    { names: ['start'], add: async (to) => (await import('./verbs/start.ts')).addStart(to) },
    { names: ['stop'], add: async (to) => (await import('./verbs/stop.ts')).addStop(to) },
    { names: ['restart'], add: async (to) => (await import('./verbs/restart.ts')).addRestart(to) },
    { names: ['reload'], add: async (to) => (await import('./verbs/reload.ts')).addReload(to) },
    { names: ['up'], add: async (to) => (await import('./verbs/up.ts')).addUp(to) },
    { names: ['scale'], add: async (to) => (await import('./verbs/scale.ts')).addScale(to) },
    { names: ['delete', 'del'], add: async (to) => (await import('./verbs/delete.ts')).addDelete(to) },
    {
      names: ['startOrRestart', 'startOrReload', 'startOrGracefulReload'],
      add: async (to) => (await import('./verbs/startOr.ts')).addStartOr(to),
    },
    { names: ['reset'], add: async (to) => (await import('./verbs/reset.ts')).addReset(to) },
    { names: ['signal', 'sendSignal'], add: async (to) => (await import('./verbs/signal.ts')).addSignal(to) },
    { names: ['send'], add: async (to) => (await import('./verbs/send.ts')).addSend(to) },
    { names: ['attach'], add: async (to) => (await import('./verbs/attach.ts')).addAttach(to) },
    { names: ['inspect'], add: async (to) => (await import('./verbs/inspect.ts')).addInspect(to) },
  ],
  'Look at them:': [
    {
      names: ['list', 'ls', 'l', 'ps', 'status'],
      add: async (to) => (await import('./verbs/list.ts')).addList(to),
    },
    {
      names: ['describe', 'desc', 'info', 'show'],
      add: async (to) => (await import('./verbs/describe.ts')).addDescribe(to),
    },
    { names: ['env'], add: async (to) => (await import('./verbs/env.ts')).addEnv(to) },
    { names: ['pid'], add: async (to) => (await import('./verbs/pid.ts')).addPid(to) },
    { names: ['id'], add: async (to) => (await import('./verbs/pid.ts')).addId(to) },
    { names: ['jlist'], add: async (to) => (await import('./verbs/jlist.ts')).addJlist(to) },
    { names: ['prettylist'], add: async (to) => (await import('./verbs/jlist.ts')).addPrettylist(to) },
  ],
  'Their output:': [
    { names: ['logs'], add: async (to) => (await import('./verbs/logs.ts')).addLogs(to) },
    {
      names: ['monit', 'dash', 'dashboard'],
      add: async (to) => (await import('./verbs/monit.ts')).addMonit(to),
    },
    { names: ['flush'], add: async (to) => (await import('./verbs/flush.ts')).addFlush(to) },
    { names: ['reloadLogs'], add: async (to) => (await import('./verbs/flush.ts')).addReloadLogs(to) },
  ],
  'Measure them:': [{ names: ['load'], add: async (to) => (await import('./verbs/load.ts')).addLoad(to) }],
  'Ecosystem files:': [
    {
      names: ['init', 'ecosystem', 'check', 'export', 'import'],
      add: async (to) => (await import('./fileVerbs.ts')).addFileVerbs(to),
    },
  ],
  'Keep what runs:': [
    { names: ['save', 'dump'], add: async (to) => (await import('./verbs/save.ts')).addSave(to) },
    { names: ['resurrect'], add: async (to) => (await import('./verbs/resurrect.ts')).addResurrect(to) },
    { names: ['cleardump'], add: async (to) => (await import('./verbs/cleardump.ts')).addCleardump(to) },
  ],
  'Reach them from elsewhere:': [
    { names: ['web'], add: async (to) => (await import('./verbs/web.ts')).addWeb(to) },
    { names: ['mcp'], add: async (to) => (await import('./verbs/mcp.ts')).addMcp(to) },
  ],
  'The supervisor:': [
    { names: ['ping'], add: async (to) => (await import('./verbs/ping.ts')).addPing(to) },
    { names: ['report'], add: async (to) => (await import('./verbs/report.ts')).addReport(to) },
    {
      names: ['sysinfos', 'slist'],
      add: async (to) => (await import('./verbs/report.ts')).addSysinfos(to),
    },
    { names: ['update', 'updatePM2'], add: async (to) => (await import('./verbs/update.ts')).addUpdate(to) },
    { names: ['kill'], add: async (to) => (await import('./verbs/kill.ts')).addKill(to) },
  ],
  'The shell:': [
    {
      names: ['completion', 'complete'],
      add: async (to) => (await import('./verbs/completion.ts')).addCompletion(to),
    },
  ],
};

/** What a shell asks completes all of them. */
export const needsAll: readonly string[] = ['complete'];
