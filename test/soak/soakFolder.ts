import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientKind } from '../../src/client/joinLive.ts';
import { connectSupervisor } from '../../src/client/connect.ts';
import { supervisorLog } from '../../src/client/locate.ts';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { TestWorkspace, repository } from '../supervisor/testWorkspace.ts';
import { patienceMs } from './actor.ts';
import type { FileSays } from './appModel.ts';
import type { SoakApp } from './soakApps.ts';
import type { Paths } from './supervisorHoldings.ts';

const probeEveryMs = 100;

const writer = `
let line = 0;
for (; line < 5000; line += 1) console.log('line', line);
setInterval(() => {
  for (let more = 0; more < 50; more += 1) console.log('line', (line += 1), 'of a program that has much to say');
}, 500);
`;

function server(version: number): string {
  return `
const { createServer } = require('node:http');
const version = ${version};
const answer = JSON.stringify({ version, file: process.env.FILE_VERSION, pid: process.pid });
createServer((request, response) => response.end(answer)).listen(Number(process.env.PORT), () => process.send?.('ready'));
`;
}

/** What the supervisor says of itself when it is asked. */
export interface ProbeReport {
  readonly heapBytes: number;
  readonly residentBytes: number;
  readonly resources: Readonly<Record<string, number>>;
  readonly listeners: Readonly<Record<string, number>>;
  readonly objects: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

/** The folder of the soak with its programs and ecosystem files, and a copy of Drover that no build changes meanwhile. */
export class SoakFolder implements AsyncDisposable {
  readonly workspace = new TestWorkspace();
  readonly paths: Paths;
  readonly cli: string;
  readonly #apps: readonly SoakApp[];
  readonly #says: Map<string, FileSays>;
  readonly #probeFile: string;
  readonly #node: string;

  constructor(apps: readonly SoakApp[]) {
    const { root, folder, location, env } = this.workspace;
    this.#apps = apps;
    this.#says = new Map(apps.map(({ name, instances }) => [name, { instances, version: 1 }]));
    this.paths = {
      folder,
      runtimeDir: location.runtimeDir,
      stateDir: location.stateDir,
      temporary: join(root, 'tmp'),
    };
    mkdirSync(this.paths.temporary);
    env['TMPDIR'] = this.paths.temporary;
    this.#probeFile = env['DROVER_SOAK_PROBE'] = join(root, 'probe.json');
    cpSync(join(repository, 'dist'), join(root, 'drover/dist'), { recursive: true });
    cpSync(join(repository, 'package.json'), join(root, 'drover/package.json'));
    this.cli = join(root, 'drover/dist/cli.cjs');
    this.#node = join(root, 'node-with-probe');
    const node = process.env['DROVER_TEST_NODE'] ?? process.execPath;
    const probe = join(import.meta.dirname, 'probe.cjs');
    writeFileSync(this.#node, `#!/bin/sh\nexec '${node}' --require '${probe}' "$@"\n`);
    chmodSync(this.#node, 0o755);
    this.workspace.write('writer.js', writer);
    this.workspace.write('server.js', server(1));
    for (const { name, watched } of apps) if (watched) this.saveSource(name, 1);
    this.#writeFiles();
  }

  /** A client; the supervisor is started by the first one. */
  connect(kind: ClientKind): Promise<SupervisorClient> {
    const { folder, location, env } = this.workspace;
    const supervisorPath = join(this.workspace.root, 'drover/dist/supervisor.cjs');
    const start = { supervisorPath, nodePath: this.#node, origin: 'editor', leaseSeconds: 30, env } as const;
    return connectSupervisor({ folder, kind, location, start });
  }

  saveSource(app: string, version: number): void {
    this.workspace.write(`${app}/server.js`, server(version));
  }

  saveFile(app: string, says: FileSays): void {
    this.#says.set(app, says);
    this.#writeFiles();
  }

  /** It takes no requests for a while. Rejects when it does not answer. */
  async probe(pid: number): Promise<ProbeReport> {
    const signal = AbortSignal.timeout(patienceMs);
    rmSync(this.#probeFile, { force: true });
    process.kill(pid, 'SIGUSR2');
    for (;;) {
      const text = readIfThere(this.#probeFile);
      if (text !== undefined) return JSON.parse(text) as ProbeReport;
      await delay(probeEveryMs, undefined, { signal });
    }
  }

  /** Keeps what the supervisor has written to its log. */
  keepLog(path: string): void {
    copyFileSync(supervisorLog(this.workspace.location), path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.workspace[Symbol.asyncDispose]();
  }

  #writeFiles(): void {
    for (const file of ['ecosystem.json', 'ecosystem.config.js'] as const) {
      const own = this.#apps.filter((app) => app.file === file);
      const apps = own.map(({ name, options }) => {
        const { instances, version } = this.#says.get(name) ?? { instances: 1, version: 1 };
        return { name, instances, env: { FILE_VERSION: String(version) }, ...options };
      });
      const text = JSON.stringify({ apps }, null, 2);
      this.workspace.write(file, file.endsWith('.js') ? `module.exports = ${text};\n` : text);
    }
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
