#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { connectSupervisor } from '../client/connect.ts';
import { object, parse, string } from '../protocol/shape.ts';
import { runCommandLine } from './program.ts';

// Where npm or a package links the command from, the supervisor's bundle is beside the real file.
const ownFolder = path.dirname(realpathSync(process.argv[1] ?? ''));
const manifest: unknown = JSON.parse(readFileSync(path.join(ownFolder, '..', 'package.json'), 'utf8'));

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
    stdout: process.stdout,
    stderr: process.stderr,
    version: parse(object({ version: string }), manifest).version,
    join: (folder) => connectSupervisor({ folder, kind: 'cli', start: null }),
    start: (folder) =>
      connectSupervisor({
        folder,
        kind: 'cli',
        start: {
          supervisorPath: path.join(ownFolder, 'supervisor.cjs'),
          nodePath: process.execPath,
          origin: 'cli',
          leaseSeconds: null,
          env: process.env,
        },
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
