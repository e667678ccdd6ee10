// The least that runs instances: it starts them, starts anew what ends, and keeps no log and no policy.
// Usage: node floorDaemon.mjs <socket>, answering a line of JSON with a line; node floorDaemon.mjs, the primary of
// one cluster, told by messages; node floorDaemon.mjs <socket> <line>, a command line.
import type { ChildProcess } from 'node:child_process';
import { fork, spawn } from 'node:child_process';
import cluster from 'node:cluster';
import { connect, createServer } from 'node:net';

interface Request {
  readonly verb: 'ask' | 'start' | 'stop' | 'restart' | 'reload' | 'end';
  readonly app: string;
  readonly script: string;
  readonly isCluster: boolean;
  readonly instances: number;
  readonly env: Record<string, string>;
  /** The first one alone. */
  readonly first?: boolean;
}

/** What is to run, by its place; the clusters have theirs in their primaries. */
class Runner {
  readonly #children = new Map<number, ChildProcess>();
  readonly #start: () => ChildProcess;
  #isWanted = true;

  constructor(count: number, start: () => ChildProcess) {
    this.#start = start;
    for (let place = 0; place < count; place += 1) this.#run(place);
  }

  kill(places: readonly number[] = [...this.#children.keys()]): void {
    for (const place of places) this.#children.get(place)?.kill('SIGINT');
  }

  /** Each one ends when its successor is `ready`. */
  reload(ready: (child: ChildProcess, then: () => void) => void): void {
    for (const [place, old] of [...this.#children]) {
      old.removeAllListeners('exit');
      this.#run(place);
      const successor = this.#children.get(place);
      if (successor !== undefined) ready(successor, () => old.kill('SIGINT'));
    }
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    const ended = [...this.#children.values()].map(
      (child) => new Promise((resolve) => child.once('exit', resolve)),
    );
    this.kill();
    await Promise.all(ended);
  }

  #run(place: number): void {
    const child = this.#start();
    this.#children.set(place, child);
    child.once('exit', () => {
      if (this.#isWanted) this.#run(place);
    });
  }
}

const [socket, line] = process.argv.slice(2);
if (socket === undefined) runPrimary();
else if (line === undefined) runDaemon(socket);
else connect(socket).end(`${line}\n`).pipe(process.stdout);

function runDaemon(path: string): void {
  const runners = new Map<string, Runner>();
  const primaries = new Map<string, ChildProcess>();
  createServer((client) => {
    let text = '';
    client.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const one of lines) void act(JSON.parse(one) as Request).then(() => client.write('done\n'));
    });
  }).listen(path);

  async function act(request: Request): Promise<void> {
    const { verb, app, isCluster, first } = request;
    if (verb === 'ask') return;
    if (verb === 'end') process.exit();
    if (isCluster) {
      let primary = primaries.get(app);
      if (primary === undefined) {
        primary = fork(process.argv[1] ?? '', [], { stdio: 'ignore' });
        primaries.set(app, primary);
      }
      primary.send(request);
      if (verb !== 'stop') return;
      primaries.delete(app);
      await new Promise((resolve) => primary.once('exit', resolve));
      return;
    }
    const runner = runners.get(app);
    if (verb === 'start')
      runners.set(
        app,
        runnerOf(request, () => spawnPlain(request)),
      );
    else if (verb === 'stop') await runner?.stop();
    else runner?.kill(first === true ? [0] : undefined);
  }
}

function spawnPlain({ script, env }: Request): ChildProcess {
  return spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
    detached: true,
  });
}

function runnerOf({ instances }: Request, start: () => ChildProcess): Runner {
  return new Runner(instances, start);
}

function runPrimary(): void {
  let runner: Runner | undefined;
  process.on('message', (request: Request) => {
    const { verb, script, env, first } = request;
    if (verb === 'start') {
      cluster.setupPrimary({ exec: script, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      runner = runnerOf(request, () => cluster.fork(env).process);
    } else if (verb === 'stop') {
      void runner?.stop().then(() => process.exit());
    } else if (verb === 'reload') {
      runner?.reload((child, then) => {
        cluster.on('listening', ({ process: listening }) => {
          if (listening === child) then();
        });
      });
    } else {
      runner?.kill(first === true ? [0] : undefined);
    }
  });
}
