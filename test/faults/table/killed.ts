import type { FaultRow } from './row.ts';
import { afterSupervisor, recovery, row } from './row.ts';

/** Processes that die (SIGKILL) while everything is online. */
export const killed = {
  'instance killed': row(
    'A plain instance is killed.',
    'it is back by itself, and its sibling has the process it had',
    recovery,
  ),
  'instance of a cluster killed': row(
    'An instance of a cluster is killed.',
    'it is back by itself, its sibling has the process it had, and the host too',
    recovery,
  ),
  'instance killed under load': row(
    'An instance of a cluster is killed while clients ask without a pause.',
    'no request is lost but those it had taken, and one that was on its way to it (a limit of Node)',
    ['siblings', 'state'],
  ),
  'cluster host killed': row(
    'A cluster host is killed.',
    'its instances leave with it, and all of them are back by themselves on a new one',
    recovery,
  ),
  'host and instance killed': row(
    'A cluster host and one of its instances are killed at once.',
    'all instances of that app are back by themselves',
    recovery,
  ),
  'supervisor killed': row(
    'The supervisor is killed.',
    'the next one ends what was left, and starts what was wanted',
    afterSupervisor,
  ),
  'supervisor and instances killed': row(
    'The supervisor and an instance of each app are killed at once.',
    'the next one ends what was left, and starts what was wanted',
    afterSupervisor,
  ),
  'supervisor and host killed': row(
    'The supervisor and a cluster host are killed at once.',
    'the next one ends what was left, and starts what was wanted',
    afterSupervisor,
  ),
  'supervisor killed twice': row(
    'The supervisor is killed, and the next one while it cleans up after it.',
    'the third one has one process for each instance that was wanted',
    afterSupervisor,
  ),
  'supervisor killed, ten clients': row(
    'The supervisor is killed, and ten clients start the next one at once.',
    'they meet in one supervisor, which runs what was wanted once',
    ['state', 'files'],
  ),
  'client killed': row(
    'A client is killed in the middle of a request.',
    'the request is carried out all the same, and other clients see it',
    ['siblings', 'state'],
  ),
  'defect in the supervisor': row(
    'The supervisor meets an exception that nobody catches.',
    'it writes its state, ends its instances and exits with 70; the next one starts what was wanted',
    afterSupervisor,
  ),
  'supervisor told to end': row('The supervisor gets SIGTERM.', 'it stops its apps in order before it ends', [
    'orphans',
    'ports',
    'files',
  ]),
} satisfies Record<string, FaultRow>;
