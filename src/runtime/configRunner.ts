/**
 * Evaluates one ecosystem file on the user's Node and answers with one line of JSON on fd 3.
 * `node configRunner.cjs evaluate <file>`: the exported value. A JSON object on stdin may give
 * `{"source": …}`, JavaScript to run in place of what the file holds (TypeScript with its types taken out).
 * `node configRunner.cjs strip <file>`: that JavaScript.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeSync } from 'node:fs';
import Module from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

interface Failure {
  kind: 'syntax' | 'threw' | 'module' | 'typescript' | 'pending';
  message: string;
  module?: string;
  line?: number;
  column?: number;
}

interface Dropped {
  path: (string | number)[];
  type: string;
}

type Facts = Record<string, unknown>;

const [mode, file = ''] = process.argv.slice(2);
let answered = false;

process.on('uncaughtException', (error) => fail(error));
process.on('beforeExit', () => {
  if (!answered) answer({ ok: false, error: { kind: 'pending', message: 'its promise never settles' } });
});
// The file should see the environment of a program of its own.
delete process.env['NODE_OPTIONS'];
delete process.env['ELECTRON_RUN_AS_NODE'];
process.argv.splice(1, process.argv.length, file);

if (mode === 'strip') strip();
else evaluate().catch((error: unknown) => fail(error));

async function evaluate(): Promise<void> {
  const given = process.env['DROVER_CONFIG_SOURCE'] === 'stdin' ? readFileSync(0, 'utf8') : null;
  delete process.env['DROVER_CONFIG_SOURCE'];
  const namespace = given === null ? await load() : await loadSource(given);
  const exported = await call(pick(namespace));
  const dropped: Dropped[] = [];
  const value = plain(await settleApps(exported), [], [], dropped);
  answer({ ok: true, value, dropped });
}

async function load(): Promise<unknown> {
  try {
    return await importFile();
  } catch (error) {
    // `export default` in a .js file of a CommonJS package: newer versions of Node look at the syntax themselves.
    if (extname(file) === '.js' && isModuleSyntax(error)) {
      return importSource(readFileSync(file, 'utf8'));
    }
    if (extname(file) === '.js' && isCommonJsScope(error))
      return { default: compile(readFileSync(file, 'utf8')) };
    throw error;
  }
}

async function loadSource(source: string): Promise<unknown> {
  const format = formatOf();
  if (format === 'module') return importSource(source);
  try {
    return { default: compile(source) };
  } catch (error) {
    if (format === 'commonjs' || !isModuleSyntax(error)) throw error;
    return importSource(source);
  }
}

function importFile(): Promise<unknown> {
  return import(pathToFileURL(file).href) as Promise<unknown>;
}

/** Imports the file as an ES module with `source` as its content; relative imports start at the file. */
function importSource(source: string): Promise<unknown> {
  const url = `${pathToFileURL(file).href}?source`;
  const hook = `export async function load(url, context, next) {
    return url === ${JSON.stringify(url)}
      ? { format: 'module', source: ${JSON.stringify(source)}, shortCircuit: true }
      : next(url, context);
  }`;
  Module.register(`data:text/javascript,${encodeURIComponent(hook)}`);
  return import(url) as Promise<unknown>;
}

/** Runs `source` as the CommonJS module that the file is. */
function compile(source: string): unknown {
  const module = new Module(file) as unknown as { paths: string[]; filename: string; exports: unknown };
  const internals = Module as unknown as {
    _nodeModulePaths(folder: string): string[];
    prototype: { _compile(this: unknown, source: string, file: string): void };
  };
  module.filename = file;
  module.paths = internals._nodeModulePaths(dirname(file));
  internals.prototype._compile.call(module, source.replace(/^#!.*/, ''), file);
  return module.exports;
}

function formatOf(): 'module' | 'commonjs' | 'unknown' {
  if (/\.mt?s$/.test(file) && extname(file) === '.mts') return 'module';
  if (extname(file) === '.cts') return 'commonjs';
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (existsSync(path)) {
      const facts = JSON.parse(readFileSync(path, 'utf8')) as Facts;
      return facts['type'] === 'module' ? 'module' : facts['type'] === 'commonjs' ? 'commonjs' : 'unknown';
    }
    if (dirname(folder) === folder) return 'unknown';
  }
}

/** Named `apps` or `pm2` first, then `module.exports` and the default export. */
function pick(namespace: unknown): unknown {
  const facts = namespace as Facts;
  if (facts['apps'] !== undefined || facts['pm2'] !== undefined)
    return { apps: facts['apps'] ?? facts['pm2'] };
  const exported = facts['module.exports'] ?? facts['default'] ?? namespace;
  const inner = exported as Facts | null;
  // What TypeScript and Babel compile `export default` to.
  const isTranspiled = typeof inner === 'object' && inner !== null && inner['__esModule'] === true;
  if (isTranspiled && inner['apps'] === undefined && inner['default'] !== undefined) return inner['default'];
  return exported;
}

async function call(exported: unknown): Promise<unknown> {
  const settled = await exported;
  if (typeof settled !== 'function') return settled;
  return (settled as (facts: Facts) => unknown)({ env: process.env });
}

async function settleApps(exported: unknown): Promise<unknown> {
  const value = await exported;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const facts: Facts = { ...(value as Facts) };
  for (const key of ['apps', 'pm2', 'default']) {
    if (key in facts) facts[key] = await call(facts[key]);
  }
  return facts;
}

/** A copy that JSON can carry; what it cannot carry is left out and listed. */
function plain(value: unknown, path: (string | number)[], parents: unknown[], dropped: Dropped[]): unknown {
  const drop = (type: string): unknown => {
    dropped.push({ path, type });
    return undefined;
  };
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined)
    return value;
  if (typeof value === 'number')
    return Number.isNaN(value)
      ? drop('NaN')
      : Number.isFinite(value)
        ? value
        : Math.sign(value) * Number.MAX_SAFE_INTEGER;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object') return drop(typeof value);
  if (value instanceof RegExp) return { $regexp: value.source, $flags: value.flags };
  if (value instanceof Promise) return drop('promise');
  if (parents.includes(value)) return drop('circular reference');
  const inner = [...parents, value];
  if (value instanceof Map) return plain(Object.fromEntries(value), path, inner, dropped);
  const entries = value instanceof Set ? [...value] : value;
  if (Array.isArray(entries)) {
    // Nothing else may stand in a hole: the indexes of the others must hold.
    return entries.map((entry, index) => plain(entry, [...path, index], inner, dropped) ?? null);
  }
  const facts = value as Facts;
  if (typeof facts['toJSON'] === 'function') {
    return plain((facts['toJSON'] as () => unknown).call(value), path, inner, dropped);
  }
  const copy: Facts = {};
  for (const key of Object.keys(facts)) {
    const entry = plain(facts[key], [...path, key], inner, dropped);
    if (entry !== undefined) copy[key] = entry;
  }
  return copy;
}

function strip(): void {
  const source = readFileSync(file, 'utf8');
  const stripTypes = (
    Module as unknown as { stripTypeScriptTypes?: (source: string, options: Facts) => string }
  ).stripTypeScriptTypes;
  if (stripTypes === undefined) {
    answer({
      ok: false,
      error: { kind: 'typescript', message: `Node ${process.versions.node} cannot strip types` },
    });
    return;
  }
  process.removeAllListeners('warning');
  try {
    answer({ ok: true, value: stripTypes(source, { mode: 'strip' }), dropped: [] });
  } catch (error) {
    const code = (error as Facts)['code'];
    if (code !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') throw error;
    try {
      answer({ ok: true, value: stripTypes(source, { mode: 'transform' }), dropped: [] });
    } catch {
      // Newer versions of Node cannot transform at all; the first error says what stands in the way.
      throw error;
    }
  }
}

function fail(error: unknown): void {
  try {
    answer({ ok: false, error: describe(error) });
  } catch (reason) {
    answer({ ok: false, error: { kind: 'threw', message: String(reason) } });
  }
}

function describe(error: unknown): Failure {
  if (typeof error !== 'object' || error === null || !('stack' in error)) {
    return { kind: 'threw', message: typeof error === 'string' ? error : JSON.stringify(error) };
  }
  const facts = error as Facts;
  const code = String(facts['code'] ?? '');
  const text = String(facts['message'] ?? '');
  const first = text.split('\n')[0] ?? '';
  const where = positionOf(String(facts['stack'] ?? ''));
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' || /^ERR_(?:UNSUPPORTED|INVALID)_TYPESCRIPT/.test(code)) {
    return { kind: 'typescript', message: first, ...(where ?? typescriptPosition(facts)) };
  }
  if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    const named = /Cannot find (?:module|package) '([^']+)'/.exec(first)?.[1] ?? first;
    return { kind: 'module', message: first, ...importOf(named) };
  }
  if (error instanceof SyntaxError) {
    return { kind: 'syntax', message: first, ...(where ?? checkedPosition()) };
  }
  const name = String(facts['name'] ?? 'Error');
  return { kind: 'threw', message: name === 'Error' ? first : `${name}: ${first}`, ...where };
}

/** The first mention of the file with a line in a stack, and the caret under a quoted line for its column. */
function positionOf(stack: string): { line: number; column?: number } | undefined {
  for (const name of [pathToFileURL(file).href, file]) {
    const at = stack.indexOf(`${name}:`);
    if (at === -1) {
      const query = stack.indexOf(`${name}?source:`);
      if (query === -1) continue;
    }
    const match = new RegExp(`${escape(name)}(?:\\?source)?:(\\d+)(?::(\\d+))?`).exec(stack);
    if (match === null) continue;
    const caret = match[2] === undefined ? /\n([ \t]*)\^/.exec(stack)?.[1] : undefined;
    const column =
      match[2] !== undefined ? Number(match[2]) : caret === undefined ? undefined : caret.length + 1;
    return { line: Number(match[1]), ...(column === undefined ? {} : { column }) };
  }
  return undefined;
}

/** Node tells no line for a syntax error met by `import()`; `node --check` does. */
function checkedPosition(): { line: number; column?: number } | undefined {
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: 4000 });
  return positionOf(stderr);
}

function typescriptPosition(facts: Facts): { line: number; column: number } | undefined {
  const line = facts['startLine'];
  const column = facts['startColumn'];
  if (typeof line !== 'number' || typeof column !== 'number') return undefined;
  return { line, column: column + 1 };
}

/** Where the file asks for a module that is missing: an error of `import` has no position. */
function importOf(named: string): { module: string; line?: number; column?: number } {
  const lines = readFileSync(file, 'utf8').split(/\r\n|\n|\r/);
  const found = /["']([^"']+)["']/g;
  for (const [index, line] of lines.entries()) {
    for (const match of line.matchAll(found)) {
      const specifier = match[1] ?? '';
      const isPath = specifier.startsWith('.') || specifier.startsWith('/');
      const path = isPath ? fileURLToPath(new URL(specifier, pathToFileURL(file))) : specifier;
      if (specifier === named || path === named || (!isPath && specifier.startsWith(`${named}/`))) {
        return { module: specifier, line: index + 1, column: match.index + 2 };
      }
    }
  }
  return { module: named };
}

function isModuleSyntax(error: unknown): boolean {
  return (
    error instanceof SyntaxError &&
    /Cannot use import statement|Unexpected token 'export'|Cannot use 'import.meta'|await is only valid/.test(
      error.message,
    )
  );
}

function isCommonJsScope(error: unknown): boolean {
  return (
    error instanceof ReferenceError &&
    /(?:module|require|exports|__dirname|__filename) is not defined in ES module scope/.test(error.message)
  );
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Writes the whole answer, also when the pipe is full for the moment, and ends. */
function answer(
  message: { ok: true; value: unknown; dropped: Dropped[] } | { ok: false; error: Failure },
): void {
  if (answered) return;
  answered = true;
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(3, bytes, written);
    } catch (error) {
      if ((error as Facts)['code'] !== 'EAGAIN') throw error;
    }
  }
  process.exit(0);
}
