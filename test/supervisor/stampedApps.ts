import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestWorkspace } from './testWorkspace.ts';

/** What an instance says of itself, in the order in which all of them said it. */
export interface Stamp {
  readonly event: 'start' | 'ready' | 'stop';
  /** `<app>-<index>`. */
  readonly name: string;
}

/**
 * The script of apps that write down when they start, are ready (and say so after that) and are told to stop. One with `GATE` listens only once
 * the file of that name is there.
 */
export const stampedScript = `
const { appendFileSync, existsSync } = require('node:fs');
const { NAME, NODE_APP_INSTANCE: index, GATE } = process.env;
const stamp = (event) => appendFileSync('stamps', event + ' ' + NAME + '-' + index + '\\n');
stamp('start');
const listen = () =>
  require('node:http').createServer((request, response) => response.end()).listen(0, () => {
    stamp('ready');
    process.send('ready');
  });
process.on('SIGINT', () => {
  stamp('stop');
  process.exit(0);
});
if (GATE === undefined) listen();
else {
  const timer = setInterval(() => {
    if (!existsSync(GATE)) return;
    clearInterval(timer);
    listen();
  }, 20);
}
`;

export interface StampedApp {
  readonly name: string;
  readonly instances?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly [option: string]: unknown;
}

/** The files of apps that run the stamped script. */
export function stampedFiles(apps: readonly StampedApp[]): Record<string, string> {
  const entries = apps.map(({ env, ...app }) => ({
    script: 'stamped.js',
    wait_ready: true,
    listen_timeout: 60_000,
    kill_timeout: 500,
    ...app,
    env: { NAME: app.name, ...env },
  }));
  return { 'stamped.js': stampedScript, 'ecosystem.json': JSON.stringify({ apps: entries }) };
}

/** All that was written down so far. Appending short lines is atomic, so their order is the order of events. */
export function stampsOf(workspace: TestWorkspace): Stamp[] {
  let text = '';
  try {
    text = readFileSync(join(workspace.folder, 'stamps'), 'utf8');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [event, name = ''] = line.split(' ');
      return { event: event as Stamp['event'], name };
    });
}

/** The names behind the events of one kind, in their order. */
export function namesOf(stamps: readonly Stamp[], event: Stamp['event']): string[] {
  return stamps.filter((stamp) => stamp.event === event).map(({ name }) => name);
}

/** How many were between `from` and ready at the same time, at most. */
export function mostAtOnce(stamps: readonly Stamp[], from: 'start' | 'stop'): number {
  const underWay = new Set<string>();
  let most = 0;
  for (const { event, name } of stamps) {
    if (event === from) underWay.add(name);
    if (event === 'ready') underWay.delete(name);
    most = Math.max(most, underWay.size);
  }
  return most;
}
