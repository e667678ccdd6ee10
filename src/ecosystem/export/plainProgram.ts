import { planWebServer } from '../planWebServer.ts';
import { recogniseWebServer } from '../webServer.ts';
import type { WrittenApp } from '../write/writtenApp.ts';
import type { ExportedApp } from './exporter.ts';

/**
 * The options that say what is run, for tools that fill in no placeholders: ports that are known stand in their place,
 * and what differs between instances is left to a shell, by the variables PORT and NODE_APP_INSTANCE. A web server
 * has the address and the workers that Drover would see to. null takes an option out, and what is absent stays.
 */
export function plainProgram(app: ExportedApp): WrittenApp {
  const { spec, program, port, instances } = app;
  if (spec.shell) return { script: spec.script.replace(placeholder, inShell) };
  const written = serverArgs(app) ?? spec.args;
  const fixed = port !== null && (port.kind === 'single' || instances === 1) ? portNumber(port) : null;
  const args = written.map((word) => (fixed === null ? word : word.replaceAll('{PORT}', fixed)));
  const interpreter = spec.interpreter ?? program.interpreter;
  if (args.some((word) => word.search(placeholder) >= 0)) {
    const runner = interpreter === null || interpreter === 'none' ? [] : [interpreter, ...spec.nodeArgs];
    const line = [...runner, spec.script, ...args].map(shellWord).join(' ');
    return { script: 'sh', args: ['-c', `exec ${line}`], interpreter: 'none', node_args: null };
  }
  // What runs such files anyway.
  const isUsual = interpreter === 'node' && /\.[cm]?js$/.test(spec.script);
  return { args: args.length === 0 ? null : args, interpreter: isUsual ? null : interpreter };
}

function portNumber(port: NonNullable<ExportedApp['port']>): string {
  return String(port.kind === 'single' ? port.port : port.from);
}

function serverArgs({ spec, program, port, env, sharing, instances }: ExportedApp): readonly string[] | null {
  const found = recogniseWebServer(program.script, program.args);
  if (found === null) return null;
  const plan = planWebServer({
    spec: { ...spec, instances: { kind: 'count', count: 1 } },
    ...program,
    port,
    env,
    cpus: 1,
    dev: false,
    reloads: false,
    hasConfigFile: false,
  });
  if (plan === null) return null;
  const args = sharing === 'ports' ? plan.args : [...found.prefix, ...plan.args];
  const needsWorkers = sharing === 'socket' && instances > 1 && found.server.workers === null;
  return needsWorkers ? [...args, '--workers', String(instances)] : args;
}

const placeholder = /\{(PORT|INDEX)\}/g;

function inShell(_: string, name: string): string {
  return name === 'PORT' ? '${PORT}' : '${NODE_APP_INSTANCE:-0}';
}

function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (word.search(placeholder) < 0) return `'${word.replaceAll("'", "'\\''")}'`;
  return `"${word.replace(/["\\$`]/g, '\\$&').replace(placeholder, inShell)}"`;
}
