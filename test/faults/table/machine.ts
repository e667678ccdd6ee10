import type { FaultRow } from './row.ts';
import { row } from './row.ts';

/** What the machine runs out of, or changes below it. */
export const machine = {
  'disk full for the state': row(
    'The disk of the state is full while apps are started, stopped and scaled.',
    'apps are not affected, it is told once, and written as soon as there is room',
    ['siblings', 'state', 'files', 'sentence', 'start'],
  ),
  'disk full for logs': row(
    'The disk of the logs is full.',
    'apps run on, their lines are in memory, it is told, and the file goes on when there is room',
    ['siblings', 'state', 'sentence'],
  ),
  'disk full at the start': row(
    'The disks of state and runtime are full when a supervisor is to start.',
    'the start fails with the reason, and works once there is room',
    ['sentence', 'start', 'files'],
  ),
  'folder read-only': row(
    'The project is on a read-only disk, with log and pid files in it.',
    'apps start and run, and what cannot be written is told',
    ['orphans', 'ports', 'siblings', 'state', 'sentence'],
  ),
  'state read-only': row(
    'The disk of the state becomes read-only while apps run.',
    'apps are started and stopped as before, and it is told',
    ['siblings', 'state', 'files', 'sentence'],
  ),
  'file descriptors exhausted': row(
    'The supervisor may open no more files, while apps are started and clients connect.',
    'what runs goes on, what cannot be started says why, and all works once there are some',
    ['siblings', 'state', 'sentence', 'start', 'orphans'],
  ),
  'inotify exhausted': row(
    'No folder can be watched any more.',
    'the app is started, files are looked at instead, a change restarts it, and it is told',
    ['siblings', 'state', 'sentence'],
  ),
  'clock set back': row(
    'The clock is set back by an hour, while apps run and while one waits for its restart.',
    'a long run counts as one, restarts and stops take the time that they take, and nothing is restarted by it',
    ['orphans', 'ports', 'siblings', 'state'],
  ),
  'clock set forward': row(
    'The clock is set forward by a day, with an app that a cron pattern restarts each hour.',
    'that app is restarted once at most and no other is, and restarts and stops take the time that they take',
    ['orphans', 'ports', 'siblings', 'state'],
  ),
  'port of a stranger': row(
    'Another program listens on the port, of a plain app and of a cluster.',
    'the app is errored, the stranger is named and lives on, and when it has gone a start works',
    ['orphans', 'siblings', 'sentence', 'start'],
  ),
} satisfies Record<string, FaultRow>;
