import type { FaultRow } from './row.ts';
import { recovery, row } from './row.ts';

/** Programs that misbehave, and processes that stand still. */
export const instances = {
  'instance stopped by a signal': row(
    'An instance gets SIGSTOP and is then told to stop.',
    'it is woken, ends by itself, and the stop is answered',
    recovery,
  ),
  'cluster host stopped by a signal': row(
    'A cluster host gets SIGSTOP, and its app is then told to stop.',
    'the stop is answered, and neither host nor instance is left',
    recovery,
  ),
  'instance that ignores its stop': row(
    'An instance ignores SIGINT, and so does its child, which left the group.',
    'both are killed when kill_timeout is over, and not before',
    ['orphans', 'ports', 'siblings', 'start'],
  ),
  'children left behind': row(
    'An instance dies and leaves children on its port, one in a session of its own.',
    'they are ended before the successor starts, which gets the port',
    ['orphans', 'ports', 'siblings', 'state'],
  ),
  'instance that hangs': row(
    'An instance stops answering its health check.',
    'it is restarted, and the reason is told',
    ['orphans', 'siblings', 'state', 'sentence'],
  ),
  'build that never gets ready': row(
    'A reload brings a program that never listens.',
    'what ran before serves on as the same processes',
    ['siblings', 'state', 'sentence'],
  ),
  'crash at each start': row(
    'A program crashes at each start.',
    'it is given up after max_restarts, its last lines are kept, and a start by hand tries again',
    ['orphans', 'siblings', 'sentence'],
  ),
  'flood of output': row(
    'An instance writes 40 MB without a pause, while a client follows it.',
    'all of it is in the file, byte for byte as many, and apps are served meanwhile',
    ['siblings', 'state'],
  ),
  'storm of changes': row(
    'A checkout changes 300 watched files again and again during restarts.',
    'each storm costs two starts at most, and what was written last is what runs',
    ['siblings', 'state'],
  ),
  'interpreter gone': row(
    'The interpreter is removed while the app runs, and the app crashes.',
    'the app is errored without a loop, and starts once the interpreter is back',
    ['orphans', 'siblings', 'state', 'sentence', 'start'],
  ),
  'script gone': row(
    'The script is removed while the app runs, and the app is restarted.',
    'the app is told to be without it, and starts once the script is back',
    ['siblings', 'sentence', 'start'],
  ),
  'broken ecosystem file': row(
    'The ecosystem file is saved broken, then as one that loops, ends the process, or eats memory.',
    'what runs goes on, and what cannot be read is ended within 5 s and told',
    ['siblings', 'state', 'sentence'],
  ),
} satisfies Record<string, FaultRow>;
