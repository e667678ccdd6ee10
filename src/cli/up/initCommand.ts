/**
 * An init in POSIX shell: runs the command as a child, passes signals on to it and ends with its status. dash, bash and
 * BusyBox's ash reap whatever process 1 inherits while they wait. Process 1 gets only signals that it has a trap for, so
 * these come first. A `wait` that a signal interrupted is taken up again; 127 is the answer for a child whose status
 * was told already.
 */
const script = `
child=
early=
status=0
for signal in HUP INT QUIT TERM USR1 USR2; do
  trap "caught=1; if [ -n \\"\\$child\\" ]; then kill -s $signal \\$child 2>/dev/null; else early=$signal; fi" $signal
done
"$@" &
child=$!
[ -z "$early" ] || kill -s $early $child
while :; do
  caught=
  wait $child
  code=$?
  [ $code -eq 127 ] || status=$code
  [ -n "$caught" ] || exit $status
done`;

/** The command line of a shell that is an init for `command`; the shell's name comes first. */
export function initCommand(command: readonly string[]): readonly string[] {
  return ['sh', '-c', script, 'drover-init', ...command];
}
