import { type ChildProcess, spawn } from 'node:child_process';

const startMs = 60_000;
const stopMs = 10_000;

/** A VS Code server on 127.0.0.1, on a port of its own choice. */
export class EditorServer {
  readonly port: number;
  /** Everything the server printed so far. */
  readonly output: () => string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, output: () => string) {
    this.#child = child;
    this.port = port;
    this.output = output;
    this.ended = new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts `node args…` and waits until it says on which port it listens. Rejects when it ends or says nothing for a minute. */
  static async start(node: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<EditorServer> {
    const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const port = await new Promise<number>((resolve, reject) => {
      const fail = (why: string): void => {
        reject(new Error(`The VS Code server ${why}:\n${text.slice(-4000)}`));
      };
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail('did not listen in time');
      }, startMs);
      const read = (chunk: Buffer): void => {
        text += chunk.toString();
        const found = /(?:agent listening on |listening on http:\/\/127\.0\.0\.1:)(\d+)/.exec(text)?.[1];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(Number(found));
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', (error) => {
        clearTimeout(timer);
        fail(error.message);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        fail(`ended with ${signal ?? `exit code ${code}`}`);
      });
    });
    return new EditorServer(child, port, () => text);
  }

  /** SIGTERM, as when a machine shuts the editor down; SIGKILL when that is not obeyed in 10 s. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopMs);
    await this.ended;
    clearTimeout(timer);
  }
}
