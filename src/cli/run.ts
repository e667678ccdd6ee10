import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from '../client/api.ts';
import { object, parse, string } from '../protocol/shape.ts';
import { runCommandLine } from './program.ts';
import { terminalOutput } from './terminalOutput.ts';

const manifest: unknown = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '..', 'package.json'), 'utf8'),
);

// `drover list | head` closes the pipe early; that is no failure.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

runCommandLine(
  {
    cwd: process.cwd(),
    env: process.env,
    stdout: terminalOutput(process.stdout),
    stderr: terminalOutput(process.stderr),
    // Opened only when it is read.
    get stdin() {
      return process.stdin;
    },
    version: parse(object({ version: string }), manifest).version,
    join: (folder, kind) => connect({ folder, start: false, ...(kind === undefined ? {} : { kind }) }),
    start: (folder, kind, leaseSeconds) =>
      connect({
        folder,
        start: leaseSeconds === undefined ? true : { leaseSeconds },
        ...(kind === undefined ? {} : { kind }),
      }),
    now: () => Date.now(),
  },
  process.argv.slice(2),
).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
