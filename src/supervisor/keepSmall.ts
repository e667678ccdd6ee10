import { setFlagsFromString } from 'node:v8';

/**
 * Flags of V8 for a process that mostly waits, and passes bytes on when it does not. Its compilers are 10 MB of code and
 * tables once they have run, and the nursery of objects grows to 16 MB before V8 cleans it: both for a speed that shows
 * in nothing the supervisor does. A runtime passes over what it does not know of these.
 */
const flags = ['--no-opt', '--no-maglev', '--no-sparkplug', '--semi-space-growth-factor=1'];

// When this is imported, before everything else: what has been compiled and grown stays.
for (const flag of flags) setFlagsFromString(flag);
