import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import type { World } from './world.ts';
import { shellEnvironment } from './world.ts';

/** What several verbs say of their arguments and options. */
export const targetsHelp = 'app, instance (web-2), namespace, /regex/, ecosystem file, or all';
export const instanceHelp = 'instance (web-2), or an app that has one';
export const profileHelp = 'use the variables of env_<profile>';
export const devHelp = 'in DEV_MODE: one instance of each that follows every saved file';
export const noDevHelp = 'as configured, also where DEV_MODE=true is set';
export const watchHelp = 'restart them when their files change';
export const noWatchHelp = 'do not restart them when their files change, also where the file says so';
export const updateEnvHelp = 'give the apps the environment of this shell';
export const parallelHelp =
  'so many instances at a time come up, the next when one is ready (default: by the cores)';
export const waitHelp = 'return when every instance is online or has failed';
export const jsonHelp = 'print one JSON document';

/** Options as commander hands them over. */
export interface WaitOptions {
  readonly wait: boolean;
  readonly waitTimeout?: number;
}

export interface ParallelOptions {
  readonly parallel?: number;
}

export interface JsonOptions {
  readonly json: boolean;
}

export function addWait(command: Command): Command {
  return command
    .option('--wait', waitHelp, false)
    .option('--wait-timeout <ms>', 'how long --wait waits', wholeNumber);
}

export function waitOf({ wait, waitTimeout }: WaitOptions) {
  // A limit without something to limit is meant as both.
  return {
    wait: wait || waitTimeout !== undefined,
    ...(waitTimeout === undefined ? {} : { waitTimeoutMs: waitTimeout }),
  };
}

export function profileOf({ env }: { readonly env?: string }) {
  return env === undefined ? {} : { profile: env };
}

export function devOf({ dev }: { readonly dev?: boolean }) {
  return dev === undefined ? {} : { dev };
}

export function parallelOf({ parallel }: ParallelOptions) {
  return parallel === undefined ? {} : { parallel };
}

export function watchOf({ watch }: { readonly watch?: boolean }) {
  return watch === undefined ? {} : { watch };
}

export function environmentOf({ updateEnv }: { readonly updateEnv: boolean }, world: World) {
  return updateEnv ? { env: shellEnvironment(world.env) } : {};
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number of 0 or more.');
  return Number(text);
}

export function positiveNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('It must be a whole number of 1 or more.');
  return number;
}

export function commaList(text: string, earlier: readonly string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...earlier, ...names.filter((name) => name !== '')];
}
