import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { uvicornPath } from '../../../scripts/install/systemTools.ts';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import type { AppInfo, InstanceInfo } from '../../../src/protocol/model.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace, instancesOf } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';

/** How an app of these tests is written; `serves` is the text of the file that says the version. */
export interface DevKind {
  readonly files: Readonly<Record<string, string>>;
  readonly options: (port: number) => object;
  readonly versionFile: string;
  readonly serves: (version: number) => string;
}

/** Says its version to `/`, and holds every other request. Reads the version before it boots. */
const nodeServer = `
const fs = require('node:fs');
const { version } = require('./version.js');
fs.appendFileSync(process.env.STAMPS, 'boot ' + version + '\\n');
const bootMs = Number(process.env.BOOT_MS ?? 0);
if (bootMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, bootMs);
require('node:http').createServer((request, response) => {
  if (request.url === '/') response.end(version + ' ' + process.pid + ' ' + (process.env.GREETING ?? ''));
}).listen(Number(process.env.LISTEN), '127.0.0.1', () => process.send?.('ready'));
`;

function nodeKind(options: object): DevKind {
  return {
    files: { 'server.js': nodeServer },
    options: (port) => ({ script: 'server.js', env: { LISTEN: port }, ...options }),
    versionFile: 'version.js',
    serves: (version) => `exports.version = ${version};\n`,
  };
}

export const nodeCluster = nodeKind({ instances: 2 });
export const nodeInPlace = nodeKind({ instances: 2, dev: { swap: false } });
export const nodeWaitReady = nodeKind({ instances: 2, wait_ready: true });
export const nodePlain = nodeKind({});

const pythonApp = `
import os, time
from version import version

with open(os.environ["STAMPS"], "a") as stamps:
    stamps.write(f"boot {version}\\n")
time.sleep(float(os.environ.get("BOOT_MS", "0")) / 1000)

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    if scope["path"] != "/":
        await receive()
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    body = f"{version} {os.getpid()} {os.environ.get('GREETING', '')}".encode()
    headers = [(b"connection", b"close")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
`;

export const uvicorn: DevKind = {
  files: { 'main.py': pythonApp },
  options: (port) => ({
    script: uvicornPath() ?? 'uvicorn',
    args: `main:app --port ${port} --reload --workers 4`,
  }),
  versionFile: 'version.py',
  serves: (version) => `version = ${version}\n`,
};

/** For the tests of it: why they cannot be run here. */
export const withoutUvicorn = uvicornPath() === undefined ? 'uvicorn is not installed' : false;

/** One app named "web" in a folder of its own, in DEV_MODE unless `start` says otherwise. */
export class DevProject implements AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly port: number;
  readonly #kind: DevKind;

  private constructor(workspace: TestWorkspace, client: SupervisorClient, port: number, kind: DevKind) {
    this.workspace = workspace;
    this.client = client;
    this.port = port;
    this.#kind = kind;
  }

  static async start(
    kind: DevKind,
    {
      options = {},
      env = {},
      dev = true,
    }: { options?: object; env?: Record<string, string>; dev?: boolean | null } = {},
  ): Promise<DevProject> {
    const port = await freePort();
    const app = { name: 'web', ...kind.options(port), ...options };
    const workspace = new TestWorkspace({
      files: {
        ...kind.files,
        [kind.versionFile]: kind.serves(0),
        'ecosystem.json': JSON.stringify({ apps: [app] }),
      },
    });
    const project = new DevProject(workspace, await workspace.load(), port, kind);
    const { outcomes } = await project.client.request('apps/start', {
      targets: ['web'],
      env: { ...workspace.env, STAMPS: project.#stampFile, ...env },
      dev,
      wait: true,
    });
    assert.equal(outcomes[0]?.problem, null);
    return project;
  }

  get app(): AppInfo {
    const [found] = this.client.snapshot.apps;
    assert.ok(found);
    return found;
  }

  get instance(): InstanceInfo {
    const [found] = instancesOf(this.client.snapshot, 'web');
    assert.ok(found);
    return found;
  }

  /** The versions that were started, in order. */
  get boots(): number[] {
    return [...readFileSync(this.#stampFile, 'utf8').matchAll(/boot (\d+)/g)].map(([, version]) =>
      Number(version),
    );
  }

  save(version: number): void {
    this.workspace.write(this.#kind.versionFile, this.#kind.serves(version));
  }

  /** `version pid greeting` by a connection of its own; rejects as `http.get` does. */
  ask(): Promise<string> {
    return ask(this.port);
  }

  /** Resolves with the pid that serves it. */
  async served(version: number): Promise<number> {
    return waitFor(`version ${version} to serve`, async () => {
      const [answered, pid] = (await this.ask().catch((error: unknown) => String(error))).split(' ');
      return answered === String(version) && Number(pid);
    });
  }

  get #stampFile(): string {
    return join(this.workspace.root, 'stamps.txt');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.workspace[Symbol.asyncDispose]();
  }
}

export function ask(port: number, path = '/'): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(text)).on('error', reject);
    });
    request.on('error', reject);
  });
}
