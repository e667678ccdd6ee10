import type { FaultRow } from './row.ts';
import { row } from './row.ts';

/** What a supervisor finds when it starts, and what clients do to it. */
export const supervisor = {
  'supervisor stopped by a signal': row(
    'The supervisor gets SIGSTOP.',
    'apps serve on, a new client is told within seconds, and after SIGCONT it all goes on',
    ['siblings', 'state', 'sentence'],
  ),
  'stopped supervisor killed': row(
    'The supervisor gets SIGSTOP and is then killed.',
    'the next one ends what was left, and starts what was wanted',
    ['orphans', 'ports', 'state', 'start', 'files'],
  ),
  'client stopped by a signal': row(
    'A client that follows a flood of output gets SIGSTOP.',
    'other clients and apps notice nothing, and once it goes on it has the newest lines and the number of the others',
    ['siblings', 'state'],
  ),
  'client that never reads': row(
    'A client asks for everything there is, and never reads.',
    'the supervisor grows by less than 100 MiB and drops no other client; one that reads again has the state as it is',
    ['siblings', 'state'],
  ),
  'garbage frames': row(
    'Clients send bytes that are no frames, with and without the token.',
    'those clients are dropped, and no other',
    ['siblings', 'state'],
  ),
  'huge frames': row(
    'Clients announce frames of gigabytes, send headers without an end, and send a frame of 64 MB.',
    'those clients are dropped, and the supervisor grows by less than 100 MiB',
    ['siblings', 'state'],
  ),
  'truncated frames': row(
    'Clients leave in the middle of a header, of a body, and of a request.',
    'the supervisor goes on, and keeps no connection of them',
    ['siblings', 'state'],
  ),
  'older client': row(
    'A command line of an older protocol comes.',
    'it is refused with what to do, no app is touched, and its "drover kill" ends the supervisor in order',
    ['orphans', 'siblings', 'sentence'],
  ),
  'newer client': row(
    'A command line of a newer protocol comes.',
    'it is refused with what to do, no app is touched, and its "drover kill" ends the supervisor in order',
    ['orphans', 'siblings', 'sentence'],
  ),
  'state truncated': row(
    'The state file is cut off at every eighth of its length.',
    'the state before it is used, the damaged file is kept and named',
    ['state', 'sentence', 'files'],
  ),
  'state empty': row(
    'The state file is empty.',
    'the state before it is used, the damaged file is kept and named',
    ['state', 'sentence', 'files'],
  ),
  'state of another shape': row(
    'The state file is JSON of another shape, or of a version to come.',
    'it is not used, it is kept and named',
    ['state', 'sentence', 'files'],
  ),
  'state unreadable': row(
    'Where the state file should be there is a folder.',
    'the supervisor starts, and the folder is set aside and named',
    ['start', 'sentence'],
  ),
  'saved apps damaged': row(
    'What "drover save" wrote is damaged.',
    'resurrect uses what was saved before and says so',
    ['state', 'sentence'],
  ),
  'state of others': row(
    'The folder of the state belongs to another user.',
    'no supervisor starts there, and the reason is told',
    ['sentence'],
  ),
  'runtime folder of others': row(
    'The runtime folder belongs to another user, is open to others, or is a link.',
    'no supervisor starts there and no client connects, and the reason is told',
    ['sentence'],
  ),
  'lock damaged': row(
    'The lock of a supervisor that is dead is empty, cut off, binary, or a folder.',
    'the next one takes over',
    ['start', 'state'],
  ),
  'lock of a live supervisor damaged': row(
    'The lock and the socket of a live supervisor are emptied or removed.',
    'it puts them back, so that clients meet in it and there is never a second one',
    ['orphans', 'siblings', 'state'],
  ),
  'runtime folder removed': row(
    'The runtime folder of a live supervisor is removed, as cleaners of /tmp do.',
    'it makes it again: clients meet in it, and instances can be started',
    ['orphans', 'siblings', 'state', 'start'],
  ),
  'socket in the way': row(
    'Where the next socket goes there are a file, a dead socket, or a folder.',
    'the next supervisor starts all the same',
    ['start', 'state'],
  ),
  'foreign pid in the lock': row(
    'The lock names a live process that has the pid of the dead supervisor.',
    'the next one takes over, and the stranger lives on',
    ['start', 'state'],
  ),
  'pid reused': row(
    'The state names pids that belong to strangers now, with other start times.',
    'no stranger is signalled',
    ['start', 'state'],
  ),
  'power loss': row(
    'The machine was restarted: the state is of another boot, and its pids belong to strangers with those start times.',
    'no stranger is signalled, and what was wanted is started',
    ['state', 'files'],
  ),
  'all windows closed': row(
    'The last client leaves a supervisor that an editor started.',
    'when the lease is over, apps are stopped in reverse order, and the supervisor ends',
    ['orphans', 'ports', 'files'],
  ),
  'window back within the lease': row(
    'The last client is killed, and another one comes within the lease.',
    'apps run on as the same processes',
    ['siblings', 'state'],
  ),
} satisfies Record<string, FaultRow>;
