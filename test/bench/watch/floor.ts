// The least that restarts a program when a file of its folder changes: no quiet period, no policy, no log.
// Usage: node floor.ts <program> [args…], in the folder.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';

const [file = '', ...args] = process.argv.slice(2);
let isAwaited = false;
let child = start();

function start(): ReturnType<typeof spawn> {
  return spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function restart(): void {
  if (isAwaited) return;
  isAwaited = true;
  child.once('exit', () => {
    isAwaited = false;
    child = start();
  });
  // One that ended by itself has told so already.
  if (!child.kill('SIGKILL')) child.emit('exit');
}

watch('.', restart);
process.on('SIGTERM', () => {
  child.kill('SIGKILL');
  process.exit();
});
