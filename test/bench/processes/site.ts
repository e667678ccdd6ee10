import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../supervisor/freePort.ts';
import { Beacon, serverText } from './beacon.ts';

/** An app to be started. */
export interface BenchApp {
  readonly name: string;
  readonly instances: number;
  /** One port for all, in a cluster of Node; else each has its own. */
  readonly isCluster: boolean;
}

/** How an app is called in the figures, and nearly so by the contenders. */
export function benchApp(kind: 'fork' | 'cluster', instances: number): BenchApp {
  return { name: `${kind}-${instances}`, instances, isCluster: kind === 'cluster' };
}

/** What an app runs: it says so in the beacon when it listens. */
export interface ServerFile {
  readonly name: string;
  readonly text: string;
}

const nodeServer: ServerFile = { name: 'server.js', text: serverText };

/** A folder with a server in it, for one contender. */
export class Site implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'drover-bench-'));
  readonly folder = join(this.root, 'project');
  readonly script: string;
  readonly apps: readonly BenchApp[];
  readonly beacon: Beacon;
  /** For what is shared. */
  readonly port: number;
  readonly #beaconPath = join(this.root, 'beacon');

  private constructor(apps: readonly BenchApp[], port: number, { name, text }: ServerFile) {
    this.apps = apps;
    this.port = port;
    this.script = join(this.folder, name);
    mkdirSync(this.folder);
    writeFileSync(this.script, text);
    this.beacon = new Beacon(this.#beaconPath);
  }

  static async create(apps: readonly BenchApp[], file = nodeServer): Promise<Site> {
    return new Site(apps, await freePort(), file);
  }

  /** What the server needs. */
  env({ isCluster }: BenchApp): Readonly<Record<string, string>> {
    return { BEACON: this.#beaconPath, LISTEN: isCluster ? String(this.port) : '0' };
  }

  [Symbol.dispose](): void {
    this.beacon[Symbol.dispose]();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}
