// The least that runs instances and keeps what they write: each has a FIFO, which is relayed to a file and to whoever
// follows, and usage is read once a second. Usage: node floorDaemon.mjs <socket> <JSON of FloorJob>.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { constants, createWriteStream, openSync, closeSync, readFileSync } from 'node:fs';
import { Socket, createServer } from 'node:net';

export interface FloorJob {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly instances: number;
  /** What the instances write goes to `<logs>-<index>`. */
  readonly logs: string;
}

const sampleMs = 1000;
const [path = '', text = ''] = process.argv.slice(2);
const job = JSON.parse(text) as FloorJob;
const children: ChildProcess[] = [];
const followers = new Set<Socket>();

createServer((client) => {
  client.setEncoding('utf8').on('data', (verb: string) => void act(verb.trim(), client));
  client.on('error', () => undefined).on('close', () => followers.delete(client));
}).listen(path);
setInterval(sample, sampleMs);

async function act(verb: string, client: Socket): Promise<void> {
  if (verb === 'follow') {
    followers.add(client);
    return;
  }
  if (verb === 'start') for (let index = 0; index < job.instances; index += 1) children.push(run(index));
  if (verb === 'stop') await stopAll();
  client.write(`${JSON.stringify(children.map(({ pid }) => ({ pid, status: 'online' })))}\n`);
}

function run(index: number): ChildProcess {
  const fifo = `${job.logs}-${index}.fifo`;
  execFileSync('mkfifo', [fifo]);
  const writer = openSync(fifo, constants.O_RDWR);
  const reader = new Socket({
    fd: openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  const file = createWriteStream(`${job.logs}-${index}`);
  reader.pipe(file);
  reader.on('data', (chunk) => {
    for (const follower of followers) follower.write(chunk);
  });
  const child = spawn(job.file, job.args, {
    cwd: job.cwd,
    env: { ...process.env, ...job.env },
    stdio: ['ignore', writer, writer],
  });
  closeSync(writer);
  return child;
}

async function stopAll(): Promise<void> {
  const ended = children
    .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
    .map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children.splice(0)) child.kill('SIGINT');
  await Promise.all(ended);
}

function sample(): void {
  for (const { pid } of children) {
    try {
      readFileSync(`/proc/${pid}/stat`);
    } catch {
      // It has ended.
    }
  }
}
