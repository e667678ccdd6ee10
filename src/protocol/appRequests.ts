import {
  array,
  anything,
  boolean,
  count,
  literal,
  nullable,
  number,
  object,
  optional,
  positive,
  record,
  string,
} from './shape.ts';
import { logLine, pendingChange, problem, sharing } from './model.ts';

/**
 * Names what to act on: `all`, an app id, an instance id, an app name, an instance name (`web-2`),
 * a namespace, `/regex/` over app names, or the absolute path of an ecosystem file for its apps. Several are a
 * union. Where `all`, a file, a namespace or a pattern is started or restarted, apps with `autostart: false` that
 * do not run are left out.
 */
export const targets = array(string);

/** What became of one app or instance that a request named. */
export const outcome = object({
  app: string,
  /** null when the outcome is the whole app's. */
  instance: nullable(string),
  ok: boolean,
  problem: nullable(problem),
  /** What the process that failed wrote last, at most 50 lines, oldest first. */
  output: optional(object({ instance: string, lines: array(logLine) })),
});

/** DEV_MODE or not; null leaves it to `DEV_MODE` in the environment, and absent it stays as it was. */
const dev = optional(nullable(boolean));

/** Watching on or off; null leaves it to the file and DEV_MODE, and absent it stays as it was. */
const watch = optional(nullable(boolean));

/**
 * How many instances may come up at a time, 1 or more, each until it is ready or has failed; without it, a few more than
 * there are cores, and none is waited for longer than a second.
 */
const parallel = optional(positive);

/** `break`: each instance that this starts stops at its first line until a debugger goes on. Python waits for one. */
const inspect = optional(literal('break'));

/** How long an answer is waited for. */
const waiting = { wait: optional(boolean), waitTimeoutMs: optional(count) };

/** By what processes are started anew. */
const launching = {
  /** The shell environment the apps get; without it the one of their last start, else the supervisor's. */
  env: optional(record(string)),
  profile: optional(nullable(string)),
  dev,
  parallel,
};

/** How apps are brought up. */
const bringingUp = { ...launching, ...waiting, watch };

/** An app as a file of another tool would have it. */
export const appDocument = object({
  app: string,
  /** An `AppSpec` of ecosystem/appSpec.ts. */
  spec: record(anything),
  /** How many instances it has on this machine. */
  instances: count,
  /** Its own variables, without those of the shell: env files, `env` and the profile, merged. */
  env: record(string),
  sharing,
  /** `3000`, `3000-3002` or `auto:8000-8100`. */
  port: nullable(string),
  /** What is run, as found on this machine. */
  program: object({
    script: string,
    args: array(string),
    interpreter: nullable(string),
    nodeArgs: array(string),
  }),
  dockerFolder: nullable(string),
});

export const outcomes = object({ outcomes: array(outcome) });

/** What was done with an app whose wanted state differed from what runs. */
const applied = object({
  app: string,
  name: string,
  action: literal('started', 'restarted', 'scaled', 'updated', 'stopped', 'unlisted', 'unchanged'),
  changes: array(pendingChange),
});

/** What is asked about apps: the part of `requests` in contract.ts. */
export const appRequests = {
  /**
   * Starts what is not running. With `wait`, answers when every instance is online or has failed;
   * otherwise as soon as all are launching. Apps that run already are left alone and count as ok.
   */
  'apps/start': {
    params: object({
      targets,
      ...bringingUp,
      inspect,
    }),
    result: outcomes,
  },
  /** Answers when everything named is gone. */
  'apps/stop': { params: object({ targets }), result: outcomes },
  /** Answers when every instance is launching again, or with `wait` online again. */
  'apps/restart': {
    params: object({
      targets,
      ...bringingUp,
      inspect,
    }),
    result: outcomes,
  },
  /**
   * Replaces instances that share their port, each once its successor is ready, by what the file says now: the first one
   * alone, then the others together; other apps are restarted. Where a successor fails, the old instance serves on and
   * nothing more is replaced. Answers when all is done.
   */
  'apps/reload': {
    params: object({
      targets,
      ...launching,
    }),
    result: outcomes,
  },
  /**
   * Makes what runs what the file says, and nothing else: new apps are started, changed ones scaled, updated in
   * place or restarted, unchanged ones left alone, stopped ones left stopped. Apps that the file does not name any
   * more are told as `unlisted`, and stopped only with `prune`.
   */
  'apps/apply': {
    params: object({
      targets,
      /** Also starts what does not run, as `apps/start` does. */
      start: optional(boolean),
      prune: optional(boolean),
      ...bringingUp,
    }),
    result: object({ outcomes: array(outcome), applied: array(applied) }),
  },
  /**
   * Adds an app that no file has, by options as a file would have them, and starts it unless they say
   * `autostart: false`. One of this name that no file has either gets the options in place of its own, and the
   * difference is applied as that of a file: an instance that it does not touch goes on. An option that cannot be
   * read keeps the app from being added, and what runs stays as it is.
   */
  'apps/add': {
    params: object({
      /** In the spelling of ecosystem files. */
      options: record(anything),
      /** Where relative paths start: absolute. */
      cwd: string,
      ...bringingUp,
    }),
    result: object({
      /** The app's id; null when it was not added, for what `problems` say. */
      app: nullable(string),
      problems: array(problem),
      outcomes: array(outcome),
      applied: array(applied),
    }),
  },
  /**
   * Stops apps and forgets those that no file has. What a file lists stays listed as stopped, and one instance of an
   * app is not deleted but scaled away.
   */
  'apps/delete': {
    params: object({ targets }),
    result: object({
      outcomes: array(outcome),
      /** Ids of the apps that are gone now. */
      deleted: array(string),
    }),
  },
  /**
   * Sets how many instances an app has: `instances`, or `by` more or (negative) less than now. The newest go
   * first and finish what is open; what the file says holds again once its `instances` changes.
   */
  'apps/scale': {
    params: object({
      targets,
      instances: optional(count),
      by: optional(number),
      ...waiting,
    }),
    result: outcomes,
  },
  /**
   * Switches watching of the apps on or off at once, without a restart; `on` null leaves it to the file and DEV_MODE
   * again. It holds over stops and starts, until the file switches it or DEV_MODE begins or ends.
   */
  'apps/watch': { params: object({ targets, on: nullable(boolean) }), result: outcomes },
  /** What an app (by its id) runs by, as text, with secrets masked. */
  'apps/describe': {
    params: object({ app: string }),
    result: object({
      /** Those that are set, or have a default, as an ecosystem file names and writes them. */
      options: array(object({ option: string, value: string })),
      /** Less those that are the shell's. */
      env: record(string),
      /** How many variables are the shell's. */
      inherited: count,
    }),
  },
  /**
   * What apps are by their files (as read last), for running them elsewhere: nothing that was switched by hand. It
   * holds their secrets. The profile is the one that is asked for, not the one an app runs with.
   */
  'apps/specs': {
    params: object({ targets, profile: optional(nullable(string)) }),
    result: object({ apps: array(appDocument), problems: array(problem) }),
  },
};
