import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { AppPlan, AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import type { LauncherOptions } from '../../../src/supervisor/launch/createLauncher.ts';
import { createLauncher } from '../../../src/supervisor/launch/createLauncher.ts';
import type {
  LaunchEvent,
  Launched,
  Launcher,
  LaunchRequest,
} from '../../../src/supervisor/launch/launcher.ts';
import type { Inspect } from '../../../src/supervisor/launch/inspectFlags.ts';
import type { LoginShell } from '../../../src/supervisor/launch/loginShell.ts';
import { createLoginShell } from '../../../src/supervisor/launch/loginShell.ts';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';

const platform = createPlatform();
export const fixtures = fileURLToPath(new URL('../../fixtures/apps', import.meta.url));

/** A launcher with freshly built runtime scripts; `dispose` ends everything it started. */
export interface TestLauncher {
  readonly launcher: Launcher;
  readonly folder: string;
  start(plan: AppPlan, options?: StartOptions): TestInstance;
  dispose(): Promise<void>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly index?: number;
  readonly inspect?: Inspect;
  readonly probationMs?: number;
  /** Output is not taken on until it resolves. */
  readonly hold?: Promise<void>;
}

/** What is not on an instance's PATH is nowhere, unless `loginShell` is another than none. */
export async function testLauncher(
  on: LauncherOptions['platform'] = platform,
  loginShell: LoginShell = createLoginShell({ file: undefined, env: {} }),
): Promise<TestLauncher> {
  const folder = await mkdtemp(join(tmpdir(), 'drover-launch-'));
  const runtimeScripts = join(folder, 'runtime');
  await build({
    entryPoints: ['clusterHost', 'preload'].map((name) =>
      fileURLToPath(new URL(`../../../src/runtime/${name}.ts`, import.meta.url)),
    ),
    outdir: runtimeScripts,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    outExtension: { '.js': '.cjs' },
    logLevel: 'error',
  });
  const launcher = createLauncher({
    platform: on,
    runtimeDir: join(folder, 'run'),
    runtimeScripts,
    loginShell,
  });
  const started: TestInstance[] = [];
  let launches = 0;
  return {
    launcher,
    folder,
    start(plan, { env = {}, index = 0, inspect, probationMs, hold } = {}) {
      launches += 1;
      const instance = new TestInstance(
        launcher,
        {
          launch: launches,
          app: plan.spec.name,
          index,
          plan,
          env: {
            PATH: process.env['PATH'] ?? '',
            DROVER_INSTANCE: `test:1:${launches}:${plan.spec.name}/${index}`,
            ...env,
          },
          inspect,
          ...(probationMs === undefined ? {} : { probationMs }),
        },
        hold,
      );
      started.push(instance);
      return instance;
    },
    async dispose() {
      for (const instance of started) instance.kill();
      await Promise.all([...new Set(started.map(({ app }) => app))].map((app) => launcher.release(app)));
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** One launch with everything it told. */
export class TestInstance {
  readonly app: string;
  readonly events: LaunchEvent[] = [];
  readonly #launched: Launched;
  readonly #chunks = { out: [] as Buffer[], err: [] as Buffer[] };
  #wake: (() => void)[] = [];

  /** Output is not taken on until `hold` resolves. */
  constructor(
    launcher: Launcher,
    request: Omit<LaunchRequest, 'onOutput' | 'onEvent'>,
    hold: Promise<void> | undefined,
  ) {
    this.app = request.app;
    this.#launched = launcher.launch({
      ...request,
      onOutput: (stream, chunk) => {
        this.#chunks[stream].push(chunk);
        this.#wakeAll();
        return hold;
      },
      onEvent: (event) => {
        this.events.push(event);
        this.#wakeAll();
      },
    });
  }

  get launched(): Launched {
    return this.#launched;
  }

  text(stream: 'out' | 'err'): string {
    return Buffer.concat(this.#chunks[stream]).toString();
  }

  /** The first event of a kind; a failed launch or an end without it is an error that shows what was told. */
  async event<K extends LaunchEvent['kind']>(kind: K): Promise<Extract<LaunchEvent, { kind: K }>> {
    for (;;) {
      const found = this.events.find(
        (event): event is Extract<LaunchEvent, { kind: K }> => event.kind === kind,
      );
      if (found !== undefined) return found;
      if (this.events.some((event) => event.kind === 'failed' || event.kind === 'outputEnd')) {
        throw new Error(`no ${kind} in ${JSON.stringify(this.events)}: ${this.text('err')}`);
      }
      await this.#next();
    }
  }

  /** Waits for an event that fits, be it a past one. */
  async eventThat(fits: (event: LaunchEvent) => boolean): Promise<void> {
    while (!this.events.some(fits)) {
      if (this.events.some(({ kind }) => kind === 'failed' || kind === 'outputEnd')) {
        throw new Error(`not in ${JSON.stringify(this.events)}: ${this.text('err')}`);
      }
      await this.#next();
    }
  }

  /** Waits until something it printed, on either stream, matches. */
  async output(sign: RegExp): Promise<void> {
    while (!sign.test(this.text('out')) && !sign.test(this.text('err'))) {
      if (this.events.some((event) => event.kind === 'failed' || event.kind === 'outputEnd')) {
        throw new Error(
          `${sign} is not in ${this.text('out')}${this.text('err')}${JSON.stringify(this.events)}`,
        );
      }
      await this.#next();
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  async pid(): Promise<number> {
    return (await this.event('started')).pid;
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    const pid = this.events.find((event) => event.kind === 'started')?.pid;
    if (pid === undefined || this.events.some((event) => event.kind === 'exit')) return;
    if (this.#launched.ownGroup) platform.signalGroup(pid, signal);
    else platform.signal(pid, signal);
  }
}

/** The body of one answer, on a connection of its own. */
export function request(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = get({ port, host: '127.0.0.1', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
  });
}

type PlanParts = Partial<Omit<AppPlan, 'spec'>> & { readonly spec?: Partial<AppSpec> };

/** A plan of one Node instance of `script` (a fixture's name or an absolute path). */
export function planFor(script: string, { spec, ...parts }: PlanParts = {}): AppPlan {
  return {
    spec: { ...defaultSpec, ...spec },
    dev: false,
    instances: 1,
    sharing: 'none',
    script: script.includes('.') && !isAbsolute(script) ? join(fixtures, script) : script,
    args: [],
    shell: false,
    interpreter: 'node',
    nodeArgs: [],
    debugger: 'node',
    env: {},
    socket: null,
    problems: [],
    ...parts,
  };
}

const defaultSpec: AppSpec = { ...defaultApp, name: 'app', cwd: fixtures };
